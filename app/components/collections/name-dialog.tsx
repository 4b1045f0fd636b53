import { useState, type FormEvent } from 'react'
import { messageOf } from '../photo/ask-server'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Field } from '../ui/field'
import { Input } from '../ui/input'

/** Asks for the name of a collection, new or old. `onSave` throws what is wrong with it. */
export function NameDialog({
  open,
  onOpenChange,
  title,
  saveLabel,
  name = '',
  onSave,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  saveLabel: string
  name?: string
  onSave: (name: string) => Promise<void>
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title}>
      {/* Mounted with each opening: an old name or error must not linger. */}
      <NameForm name={name} saveLabel={saveLabel} onSave={onSave} onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

function NameForm({
  name,
  saveLabel,
  onSave,
  onDone,
}: {
  name: string
  saveLabel: string
  onSave: (name: string) => Promise<void>
  onDone: () => void
}) {
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    // A portal's events reach the React tree around it: a form there must not be sent too.
    event.stopPropagation()
    const typed = new FormData(event.currentTarget).get('name')
    setBusy(true)
    setProblem(undefined)
    try {
      await onSave(typeof typed === 'string' ? typed.trim() : '')
      onDone()
    } catch (error) {
      setProblem(messageOf(error))
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(event) => void save(event)} noValidate>
      <Field label="Name" error={problem}>
        {(control) => <Input {...control} name="name" defaultValue={name} maxLength={100} />}
      </Field>
      <div className="mt-6 flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy}>
          {saveLabel}
        </Button>
      </div>
    </form>
  )
}
