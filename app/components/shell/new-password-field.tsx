import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { Field } from '../ui/field'
import { IconButton } from '../ui/icon-button'
import { Input } from '../ui/input'

/** A new password, typed once and shown on request: that finds more typing mistakes than a second field. */
export function NewPasswordField({
  label = 'Password',
  name = 'password',
  error,
}: {
  label?: string
  name?: string
  error?: string
}) {
  const [shown, setShown] = useState(false)
  return (
    <Field label={label} error={error} hint="At least 10 characters. A few unrelated words make a good one.">
      {(control) => (
        <div className="relative">
          <Input
            {...control}
            name={name}
            type={shown ? 'text' : 'password'}
            autoComplete="new-password"
            required
            minLength={10}
            className="pr-11"
          />
          <IconButton
            label={shown ? 'Hide the password' : 'Show the password'}
            icon={shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
            onClick={() => setShown(!shown)}
            className="absolute inset-y-0 right-0.5 my-auto"
          />
        </div>
      )}
    </Field>
  )
}
