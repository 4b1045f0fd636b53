import { useFetcher } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import { undoChange } from '~/domain/pairing/runs/undo-change'
import type { ChangeResult, PairChange } from '~/domain/pairing/runs/change-pairs.server'
import { toast } from '../ui/toaster'

interface Answer {
  problem?: { detail: string; hint: string }
  result?: ChangeResult
}

interface Review {
  readonly busy: boolean
  readonly canUndo: boolean
  change(change: PairChange, what: string): void
  undo(): void
}

/**
 * Sends changes one at a time and remembers how to take each back. A change that was refused (somebody else was
 * quicker) is not remembered; the page reloads and shows the present.
 */
export function useReview(): Review {
  const fetcher = useFetcher<Answer>()
  const sent = useRef<{ change: PairChange | null; what: string } | null>(null)
  const [history, setHistory] = useState<{ undo: PairChange[]; what: string }[]>([])
  const busy = fetcher.state !== 'idle'

  useEffect(() => {
    const last = sent.current
    if (fetcher.state !== 'idle' || !fetcher.data || !last) return
    sent.current = null
    const { problem, result } = fetcher.data
    if (problem) {
      toast.error(problem.detail, { description: problem.hint })
      return
    }
    const { change } = last
    if (!result || !change) return
    setHistory((past) => [...past, { undo: undoChange(change, result), what: last.what }])
  }, [fetcher.state, fetcher.data])

  const send = (changes: PairChange[], change: PairChange | null, what: string) => {
    sent.current = { change, what }
    fetcher.submit({ changes: JSON.stringify(changes) }, { method: 'post' })
  }
  return {
    busy,
    canUndo: history.length > 0 && !busy,
    change(change, what) {
      if (!busy) send([change], change, what)
    },
    undo() {
      const last = history.at(-1)
      if (!last || busy) return
      setHistory((past) => past.slice(0, -1))
      if (last.undo.length > 0) send(last.undo, null, last.what)
      toast(`Taken back: ${last.what}`)
    },
  }
}
