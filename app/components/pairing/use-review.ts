import { useRevalidator } from '@remix-run/react'
import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react'
import { applyChange } from '~/domain/pairing/runs/apply-change'
import type { ChangeResult, PairChange } from '~/domain/pairing/runs/pair-change'
import type { RunView } from '~/domain/pairing/runs/run-view'
import { UndoHistory } from '~/domain/pairing/runs/undo-history'
import { messageOf, postJson, Unanswered } from '../photo/ask-server'
import { countOf } from '../photo/format-amounts'
import { toast } from '../ui/toaster'

export interface Review {
  /** The run as it will be when everything on its way has arrived. */
  readonly run: RunView
  readonly canUndo: boolean
  /** `done` is what happened, for the note with its undo: "Accepted shirt-01". */
  change(change: PairChange, done: string): void
  undo(): void
}

interface Waiting {
  readonly key: string
  readonly changes: readonly PairChange[]
  /** The run's revision that holds them, once the server has answered. */
  readonly revision?: number
}
interface State {
  readonly base: RunView
  readonly waiting: readonly Waiting[]
  readonly undoable: number
}
type Action =
  | { type: 'loaded'; run: RunView }
  | { type: 'remembered'; undoable: number }
  | { type: 'sent'; waiting: Waiting }
  | { type: 'answered'; key: string; revision: number; undoable: number }
  | { type: 'refused'; key: string; undoable: number }

/**
 * One note at a time: the newest decision and its undo, above the bar of keys. A note keeps what the one before it with
 * the same id had, unless told otherwise: without `action: undefined` a refusal would offer to undo something else.
 */
const NOTE = { id: 'desk', className: 'md:!bottom-12', action: undefined }

/**
 * The desk's changes. Each shows at once and is sent in order, one after the other, so keys may be pressed faster than
 * the server answers. A change that is refused (somebody else was quicker) disappears again and says why.
 */
export function useReview(loaded: RunView): Review {
  const { revalidate } = useRevalidator()
  const [state, dispatch] = useReducer(reduce, { base: loaded, waiting: [], undoable: 0 })
  const history = useRef(UndoHistory.from(null))
  const kept = `recto:undo:${loaded.id}`
  const line = useRef<Promise<void>>(Promise.resolve())
  const counter = useRef(0)
  const undoLatest = useRef(() => {})
  const address = `/pairing/${loaded.id}/changes`

  useEffect(() => dispatch({ type: 'loaded', run: loaded }), [loaded])
  useEffect(() => {
    history.current = UndoHistory.from(sessionStorage.getItem(kept))
    dispatch({ type: 'remembered', undoable: history.current.size })
  }, [kept])

  const send = useCallback(
    async (
      changes: readonly PairChange[],
      key: string,
      then: { answered: (result: ChangeResult) => void; unanswered?: () => void },
    ) => {
      try {
        const body = { changes }
        // A decision that is on its way arrives although the page is closed.
        const options = { lost: 'Your last change was not made.', keepalive: true }
        const result = await postJson<ChangeResult>(address, body, options)
        then.answered(result)
        dispatch({ type: 'answered', key, revision: result.revision, undoable: history.current.size })
      } catch (error) {
        if (error instanceof Unanswered) then.unanswered?.()
        dispatch({ type: 'refused', key, undoable: history.current.size })
        toast.error(messageOf(error), NOTE)
      }
      // A reload goes on here. Of this tab alone: what another tab did is its own to take back.
      sessionStorage.setItem(kept, history.current.toText())
      revalidate()
    },
    [address, kept, revalidate],
  )

  const change = useCallback(
    (wanted: PairChange, done: string) => {
      const key = String(++counter.current)
      dispatch({ type: 'sent', waiting: { key, changes: [wanted] } })
      const answered = (result: ChangeResult) => {
        history.current.record(done, wanted, result)
        const many = wanted.kind === 'accept-sure'
        toast(many ? `Accepted ${countOf(result.pairs.length, 'sure pair')}` : done, {
          ...NOTE,
          action: { label: 'Undo', onClick: () => undoLatest.current() },
        })
      }
      line.current = line.current.then(() => send([wanted], key, { answered }))
    },
    [send],
  )

  const undo = useCallback(() => {
    const key = String(++counter.current)
    line.current = line.current.then(async () => {
      const step = history.current.take()
      if (!step) return
      dispatch({ type: 'sent', waiting: { key, changes: step.send } })
      await send(step.send, key, {
        answered: (result) => {
          history.current.undone(step, result)
          toast(`Taken back: ${step.what}`, NOTE)
        },
        unanswered: () => history.current.putBack(step),
      })
    })
  }, [send])
  useEffect(() => {
    undoLatest.current = undo
  })

  const run = useMemo(
    () => state.waiting.flatMap(({ changes }) => changes).reduce(applyChange, state.base),
    [state.base, state.waiting],
  )
  const onTheWay = state.waiting.some(({ revision }) => revision === undefined)
  useEffect(() => {
    if (!onTheWay) return
    // Those behind it wait for its answer and would be lost: the browser asks first.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [onTheWay])
  return { run, canUndo: state.undoable > 0 || onTheWay, change, undo }
}

function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'loaded':
      // An answer that was asked for before the last change may arrive after it.
      if (action.run.id === state.base.id && action.run.revision < state.base.revision) return state
      return { ...state, base: action.run, waiting: state.waiting.filter(notIn(action.run)) }
    case 'remembered':
      return { ...state, undoable: action.undoable }
    case 'sent':
      return { ...state, waiting: [...state.waiting, action.waiting] }
    case 'answered': {
      const { key, revision, undoable } = action
      const waiting = state.waiting.map((each) => (each.key === key ? { ...each, revision } : each))
      return { ...state, undoable, waiting: waiting.filter(notIn(state.base)) }
    }
    case 'refused':
      return {
        ...state,
        undoable: action.undoable,
        waiting: state.waiting.filter(({ key }) => key !== action.key),
      }
  }
}

const notIn =
  (run: RunView) =>
  ({ revision }: Waiting): boolean =>
    revision === undefined || revision > run.revision
