import { useFetcher } from '@remix-run/react'
import { Plus, X } from 'lucide-react'
import { useRef, type FormEvent } from 'react'
import type { FormProblem } from '~/http/problem.server'
import { Input } from '../ui/input'
import { IconButton } from '../ui/icon-button'
import { ProblemNote } from '../ui/problem-note'

/** Adds and takes away tags. A change shows at once and is taken back when the server refuses it. */
export function TagEditor({
  photoId,
  tags,
  readOnly,
}: {
  photoId: string
  tags: readonly string[]
  readOnly: boolean
}) {
  const fetcher = useFetcher<{ problem?: FormProblem }>({ key: `tags-${photoId}` })
  const input = useRef<HTMLInputElement>(null)
  const pending = fetcher.formData?.get('tags')
  const shown = typeof pending === 'string' ? splitTags(pending) : tags
  const save = (next: readonly string[]) =>
    fetcher.submit({ tags: next.join('\n') }, { method: 'post', action: `/photos/${photoId}` })

  function add(event: FormEvent) {
    event.preventDefault()
    const added = splitTags(input.current?.value.replaceAll(',', '\n') ?? '')
    if (added.length === 0) return
    save([...shown, ...added])
    if (input.current) input.current.value = ''
  }

  return (
    <section aria-label="Tags">
      <h2 className="mb-2 text-sm font-medium">Tags</h2>
      {shown.length > 0 ? (
        <ul className="mb-3 flex flex-wrap gap-1.5">
          {shown.map((tag) => (
            <li
              key={tag}
              className="inline-flex min-h-7 items-center gap-1 rounded-full bg-sunken pr-1 pl-3 text-sm"
            >
              <span className="max-w-56 truncate">{tag}</span>
              {readOnly ? null : (
                <button
                  type="button"
                  aria-label={`Remove tag ${tag}`}
                  onClick={() => save(shown.filter((other) => other !== tag))}
                  className="touch-target inline-flex size-6 items-center justify-center rounded-full text-faint hover:bg-hover hover:text-ink"
                >
                  <X aria-hidden className="size-3.5" />
                </button>
              )}
            </li>
          ))}
        </ul>
      ) : null}
      <ProblemNote problem={fetcher.data?.problem} />
      {readOnly ? null : (
        <form onSubmit={add} className="flex items-center gap-1">
          <Input
            ref={input}
            aria-label="New tag"
            placeholder="Add a tag"
            maxLength={200}
            className="h-9 text-sm"
          />
          <IconButton label="Add tag" type="submit" icon={<Plus aria-hidden />} />
        </form>
      )}
    </section>
  )
}

function splitTags(text: string): string[] {
  return text
    .split('\n')
    .map((tag) => tag.trim())
    .filter(Boolean)
}
