import { Form, useNavigation } from '@remix-run/react'
import { Play } from 'lucide-react'
import type { Strategy } from '~/domain/pairing/strategies'
import { Button } from '../ui/button'
import { Card } from '../ui/card'
import { ProblemNote } from '../ui/problem-note'

const about: Record<Strategy, string> = {
  local: 'Compares colour, outline, pattern, background and order. No key, no cost.',
  hybrid: 'Local first; a vision model judges only the close calls.',
  direct: 'A vision model looks at all photos at once.',
}

export function StartRun({
  strategies,
  problem,
}: {
  strategies: ReadonlyArray<{ name: Strategy; unavailable: string | null }>
  problem: { detail: string; hint: string } | undefined
}) {
  const busy = useNavigation().state === 'submitting'
  return (
    <Card className="mb-8 p-5">
      <Form method="post" className="flex flex-col gap-4">
        <fieldset className="grid gap-3 sm:grid-cols-3">
          <legend className="mb-2 text-sm font-medium">How to pair</legend>
          {strategies.map(({ name, unavailable }) => (
            <label
              key={name}
              className="flex gap-3 rounded-lg border border-line p-3 has-checked:border-accent has-checked:bg-accent-soft has-disabled:opacity-60"
            >
              <input
                type="radio"
                name="strategy"
                value={name}
                defaultChecked={name === 'local'}
                disabled={unavailable !== null}
                className="mt-1"
              />
              <span>
                <span className="block font-medium capitalize">{name}</span>
                <span className="block text-sm text-soft">{unavailable ?? about[name]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <ProblemNote problem={problem} />
        <div>
          <Button type="submit" variant="primary" busy={busy} icon={<Play aria-hidden className="size-4" />}>
            Pair new photos
          </Button>
        </div>
      </Form>
    </Card>
  )
}
