import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../ui/button'
import { IconButton } from '../ui/icon-button'
import { Input } from '../ui/input'

/** The name, and a field in its place while it is edited. */
export function ProductName({
  name,
  readOnly,
  onRename,
}: {
  name: string
  readOnly: boolean
  onRename: (name: string) => void
}) {
  const [editing, setEditing] = useState(false)
  if (!editing)
    return (
      <div className="flex items-center gap-1">
        <h1 className="min-w-0 text-2xl font-semibold tracking-tight break-words">{name}</h1>
        {readOnly ? null : (
          <IconButton label="Rename" icon={<Pencil aria-hidden />} onClick={() => setEditing(true)} />
        )}
      </div>
    )
  return (
    <form
      className="flex flex-wrap gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        const typed = new FormData(event.currentTarget).get('name')
        const wanted = typeof typed === 'string' ? typed.trim() : ''
        setEditing(false)
        if (wanted && wanted !== name) onRename(wanted)
      }}
      onKeyDown={(event) => event.key === 'Escape' && setEditing(false)}
    >
      <h1 className="sr-only">{name}</h1>
      <Input
        name="name"
        aria-label="Name of the product"
        defaultValue={name}
        maxLength={200}
        required
        autoFocus
        className="w-72 max-w-full"
      />
      <Button type="submit" variant="primary">
        Save
      </Button>
      <Button onClick={() => setEditing(false)}>Cancel</Button>
    </form>
  )
}
