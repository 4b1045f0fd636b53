import { Link, useFetcher, useRevalidator } from '@remix-run/react'
import { ArrowLeft, CopyCheck, Sparkles } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { DuplicateGroup } from '~/domain/duplicates/find-near-duplicates.server'
import { suggestKeeper } from '~/domain/duplicates/suggest-keeper'
import type { PhotoView } from '~/domain/photos/photo-view'
import type { FormProblem } from '~/http/problem.server'
import { deleteWithUndo } from '../photo/delete-with-undo'
import { countOf } from '../photo/format-amounts'
import { Button, ButtonLink, buttonClass } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Page, PageHeader } from '../ui/page-header'
import { toast } from '../ui/toaster'
import { GroupCard } from './group-card'

export interface DuplicatesViewProps {
  groups: DuplicateGroup[]
  total: number
  /** The library is larger than what is compared. */
  truncated: boolean
}

/** Photos that show the same picture, group by group: keep the best, delete the others, or say they are not the same. */
export function DuplicatesView({ groups, total, truncated }: DuplicatesViewProps) {
  const { revalidate, state } = useRevalidator()
  const judge = useFetcher<{ problem?: FormProblem }>()
  // Gone from the page at once; the server's answer follows.
  const [settled, setSettled] = useState<ReadonlySet<string>>(new Set())
  const open = groups.filter((group) => !settled.has(keyOf(group)))
  const left = Math.max(open.length, total - (groups.length - open.length))

  const settle = (done: readonly DuplicateGroup[]) =>
    setSettled((before) => new Set([...before, ...done.map(keyOf)]))
  const unsettle = (back: readonly DuplicateGroup[]) => {
    const keys = new Set(back.map(keyOf))
    setSettled((before) => new Set([...before].filter((key) => !keys.has(key))))
    revalidate()
  }

  async function remove(from: readonly DuplicateGroup[], photos: readonly PhotoView[]) {
    settle(from)
    const undo = () => unsettle(from)
    if (await deleteWithUndo(photos, { onUndone: undo, onFailed: undo })) revalidate()
  }

  const submitJudgement = judge.submit
  function keepAll(group: DuplicateGroup) {
    const ids = group.photos.map(({ id }) => id).join(',')
    settle([group])
    submitJudgement({ ids, distinct: 'yes' }, { method: 'post' })
    toast(`${countOf(group.photos.length, 'photo')} kept`, {
      description: 'They are not shown together here again.',
      duration: 12_000,
      action: {
        label: 'Undo',
        onClick: () => {
          setSettled((before) => new Set([...before].filter((key) => key !== keyOf(group))))
          submitJudgement({ ids, distinct: 'no' }, { method: 'post' })
        },
      },
    })
  }
  const problem = judge.data?.problem
  useEffect(() => {
    if (!problem) return
    toast.error(problem.detail, { description: problem.hint })
    setSettled(new Set())
  }, [problem])

  function keepSuggested() {
    const leaving = open.flatMap((group) => {
      const keep = suggestKeeper(group.photos)?.id
      return group.photos.filter(({ id }) => id !== keep)
    })
    void remove(open, leaving)
  }

  return (
    <Page>
      <Link to="/library" className={buttonClass({ variant: 'ghost', size: 'small' }, '-ml-3 mb-2')}>
        <ArrowLeft aria-hidden className="size-4" />
        Library
      </Link>
      <PageHeader
        title="Duplicates"
        description="Photos that show the same picture in another size, format or quality. Choose what to keep; what you delete goes to the bin."
        actions={
          open.length > 1 ? (
            <Button icon={<Sparkles aria-hidden className="size-4" />} onClick={keepSuggested}>
              Keep the best of {countOf(open.length, 'group')}
            </Button>
          ) : null
        }
      />
      <p className="sr-only" aria-live="polite">
        {countOf(left, 'group')} to look at
      </p>
      {truncated ? (
        <p className="mb-4 rounded-xl bg-accent-soft px-4 py-3 text-sm text-accent-text">
          There are very many: the newest 100,000 photos that have a near duplicate are shown first.
        </p>
      ) : null}
      {open.length > 0 ? (
        <ul className="space-y-5">
          {open.map((group) => (
            <li key={keyOf(group)}>
              <GroupCard
                group={group}
                onDelete={(photos) => void remove([group], photos)}
                onKeepAll={() => keepAll(group)}
              />
            </li>
          ))}
        </ul>
      ) : (
        <EmptyState
          icon={<CopyCheck aria-hidden />}
          title={state === 'loading' || left > 0 ? 'Looking for more …' : 'No duplicates'}
          actions={
            left > 0 ? (
              <Button onClick={revalidate}>Show the next groups</Button>
            ) : (
              <ButtonLink to="/library">Open the library</ButtonLink>
            )
          }
        >
          Files that are the same byte for byte never get in twice; here is what looks the same.
        </EmptyState>
      )}
      {open.length > 0 && left > open.length ? (
        <p className="pt-6 text-center text-sm text-faint">
          {countOf(left - open.length, 'more group')} behind these.
        </p>
      ) : null}
    </Page>
  )
}

/** A group is its photos: one that changed is another group, and is asked about again. */
function keyOf({ photos }: DuplicateGroup): string {
  return photos.map(({ id }) => id).join(' ')
}
