import { ArrowLeftRight, Check, Scissors, Undo2 } from 'lucide-react'
import type { ReactNode } from 'react'
import type { PairView } from '~/domain/pairing/runs/run-view'
import { Button } from '../ui/button'
import { Kbd } from '../ui/kbd'

export type Decision = 'accept' | 'unaccept' | 'swap' | 'split'

/** What can be decided about a pair, in the list and in the lens; `children` follow while it is not accepted. */
export function DecideButtons({
  pair,
  keys,
  onDecide,
  children,
}: {
  pair: PairView
  /** Whether each button shows its key: a key beside every button of a long list would say nothing. */
  keys: boolean
  onDecide: (decision: Decision) => void
  children?: ReactNode
}) {
  return (
    <>
      {pair.accepted ? (
        <Button
          size="small"
          icon={<Undo2 aria-hidden className="size-4" />}
          onClick={() => onDecide('unaccept')}
        >
          Take back
        </Button>
      ) : (
        <Button
          size="small"
          variant="primary"
          disabled={pair.blocked !== null}
          icon={<Check aria-hidden className="size-4" />}
          onClick={() => onDecide('accept')}
        >
          Accept <KeyHint shown={keys} name="A" onAccent />
        </Button>
      )}
      <Button
        size="small"
        icon={<ArrowLeftRight aria-hidden className="size-4" />}
        onClick={() => onDecide('swap')}
      >
        Swap <KeyHint shown={keys} name="S" />
      </Button>
      {pair.accepted ? null : (
        <>
          <Button
            size="small"
            icon={<Scissors aria-hidden className="size-4" />}
            onClick={() => onDecide('split')}
          >
            Split <KeyHint shown={keys} name="X" />
          </Button>
          {children}
        </>
      )}
    </>
  )
}

function KeyHint({ shown, name, onAccent = false }: { shown: boolean; name: string; onAccent?: boolean }) {
  if (!shown) return null
  return (
    <span aria-hidden className="pointer-coarse:hidden">
      {onAccent ? (
        <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded border border-on-accent/50 px-1 font-sans text-[0.6875rem]">
          {name}
        </kbd>
      ) : (
        <Kbd>{name}</Kbd>
      )}
    </span>
  )
}
