import { Info } from 'lucide-react'

/** What the run has to tell besides its pairs: photos that were left out, what the model did not answer. */
export function RunNotes({ notes }: { notes: readonly string[] }) {
  if (notes.length === 0) return null
  return (
    <div
      role="status"
      className="mb-6 flex gap-2.5 rounded-xl border border-line bg-surface px-4 py-3 text-sm text-soft"
    >
      <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />
      <ul className="min-w-0 space-y-0.5">
        {notes.map((note) => (
          <li key={note} className="break-words first-letter:uppercase">
            {note}
          </li>
        ))}
      </ul>
    </div>
  )
}
