import { Check, Copy } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from './button'
import { Field } from './field'
import { Input } from './input'

/** Something to pass on: shown whole, copied with one press, selectable by hand where the clipboard is closed. */
export function CopyField({ label, hint, value }: { label: string; hint?: string; value: string }) {
  const [copied, setCopied] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value)
      setCopied(true)
      setTimeout(() => setCopied(false), 2000)
    } catch {
      // No clipboard on plain http, or not allowed: one key press copies what is selected.
      input.current?.focus()
      input.current?.select()
    }
  }
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <div className="flex gap-2">
          <Input
            {...control}
            ref={input}
            value={value}
            readOnly
            onFocus={(event) => event.currentTarget.select()}
            className="font-mono text-sm"
          />
          <Button
            icon={copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
            onClick={() => void copy()}
          >
            {copied ? 'Copied' : 'Copy'}
          </Button>
        </div>
      )}
    </Field>
  )
}
