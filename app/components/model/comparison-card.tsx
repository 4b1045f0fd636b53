import { Form } from '@remix-run/react'
import type { ComparedQuery, ModelComparison } from '~/domain/search/compare-models.server'
import { formatCount } from '../photo/format-amounts'
import { Thumbnail } from '../photo/thumbnail'
import { Button } from '../ui/button'
import { Card, CardHeader } from '../ui/card'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { ResultStrip } from './result-strip'

const bands = ['strong', 'possible', 'weak', 'none'] as const
const percent = (share: number | null) => (share === null ? '–' : `${Math.round(share * 100)} %`)

/** The same photos and words under both models, side by side. */
export function ComparisonCard({ comparison, words }: { comparison: ModelComparison; words: string }) {
  const { overlap, queries } = comparison
  return (
    <Card>
      <CardHeader
        title="Comparison"
        description="The ten nearest by each model. What only one of them found is framed. A different answer is not a worse one: look."
      />
      <div className="grid gap-x-10 gap-y-6 p-5 lg:grid-cols-2">
        <dl className="grid grid-cols-2 gap-4">
          <div>
            <dt className="text-sm text-faint">Same results, by photo</dt>
            <dd className="text-2xl font-semibold tabular-nums">{percent(overlap.photos)}</dd>
          </div>
          <div>
            <dt className="text-sm text-faint">Same results, by words</dt>
            <dd className="text-2xl font-semibold tabular-nums">{percent(overlap.texts)}</dd>
          </div>
        </dl>
        <BandTable counts={comparison.bands} />
      </div>
      <Form method="get" className="flex flex-wrap items-end gap-3 border-t border-line px-5 py-4">
        <Field label="Words to compare, separated by commas" className="min-w-64 flex-1">
          {(control) => <Input {...control} key={words} name="words" defaultValue={words} maxLength={500} />}
        </Field>
        <Button type="submit">Compare</Button>
      </Form>
      <ul className="divide-y divide-line border-t border-line">
        {queries.map((query) => (
          <li key={query.photo?.id ?? query.text} className="grid gap-4 p-5 md:grid-cols-[8rem_1fr_1fr]">
            <Query query={query} />
            <ResultStrip title="Current" results={query.current} other={query.next} />
            <ResultStrip title="Next" results={query.next} other={query.current} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Query({ query: { photo, text, overlap } }: { query: ComparedQuery }) {
  return (
    <div className="min-w-0">
      {photo ? (
        <div className="size-20 overflow-hidden rounded-lg">
          <Thumbnail photo={photo} />
        </div>
      ) : (
        <p className="font-medium break-words">“{text}”</p>
      )}
      <p className="mt-1.5 text-sm text-faint tabular-nums">{percent(overlap)} the same</p>
    </div>
  )
}

function BandTable({ counts }: { counts: ModelComparison['bands'] }) {
  return (
    <table className="w-full text-sm tabular-nums">
      <caption className="sr-only">How sure each model is of these results</caption>
      <thead>
        <tr className="text-left text-faint">
          <th scope="col" className="py-1 font-normal">
            Results
          </th>
          {bands.map((band) => (
            <th key={band} scope="col" className="py-1 text-right font-normal">
              {band === 'none' ? 'no match' : band}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {(['current', 'next'] as const).map((side) => (
          <tr key={side} className="border-t border-line">
            <th scope="row" className="py-1.5 text-left font-medium capitalize">
              {side}
            </th>
            {bands.map((band) => (
              <td key={band} className="py-1.5 text-right">
                {formatCount(counts[side][band])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
