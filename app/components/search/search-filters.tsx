import { Form, useSubmit } from '@remix-run/react'
import { ListFilter } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import type { loader } from '~/routes/library_.choices'
import { typeName } from '../photo/type-name'
import { useLoaded } from '../photo/use-loaded'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Input, Select } from '../ui/input'
import { ProblemLine } from '../ui/problem-line'
import { useLatestSearch } from './use-latest-search'

const FIELDS = ['collection', 'tag', 'type', 'camera', 'from', 'to'] as const

/** Narrows a search. What is chosen stands in the address beside the query, and shows before it is answered. */
export function SearchFilters() {
  const params = useLatestSearch()
  const submit = useSubmit()
  const active = FIELDS.filter((field) => params.get(field)).length
  const [open, setOpen] = useState(active > 0)
  const { data, problem } = useLoaded<Awaited<ReturnType<typeof loader>>>(
    open ? '/library/choices' : undefined,
  )

  function apply(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const next = new URLSearchParams(params)
    next.delete('cursor')
    for (const [name, value] of new FormData(event.currentTarget)) {
      if (typeof value === 'string' && value.trim()) next.set(name, value.trim())
      else next.delete(name)
    }
    submit(next, { action: '/search', replace: true, preventScrollReset: true })
  }

  const chosen = (field: (typeof FIELDS)[number]) => params.get(field) ?? ''
  const withChosen = (field: 'type' | 'camera', choices: readonly string[] = []) =>
    chosen(field) && !choices.includes(chosen(field)) ? [chosen(field), ...choices] : choices
  return (
    <div>
      <Button
        size="small"
        aria-expanded={open}
        icon={<ListFilter aria-hidden className="size-4" />}
        onClick={() => setOpen(!open)}
      >
        Filters{active > 0 ? ` (${active})` : ''}
      </Button>
      {open ? (
        <Form
          aria-label="Filter results"
          onChange={(event) => event.target instanceof HTMLSelectElement && apply(event)}
          onBlur={(event) =>
            event.target instanceof HTMLInputElement &&
            event.target.value !== event.target.defaultValue &&
            apply(event)
          }
          onSubmit={apply}
          className="mt-3 grid animate-fade grid-cols-2 gap-3 rounded-xl border border-line bg-surface p-4 sm:grid-cols-3 xl:grid-cols-6"
        >
          {data && (data.collections.length > 0 || chosen('collection')) ? (
            <Field label="Collection">
              {(control) => (
                <Select
                  {...control}
                  name="collection"
                  value={chosen('collection')}
                  onChange={() => undefined}
                >
                  <option value="">Any</option>
                  {data.collections.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          ) : null}
          <Field label="Tag">
            {(control) => (
              <Input
                {...control}
                key={chosen('tag')}
                name="tag"
                defaultValue={chosen('tag')}
                maxLength={100}
              />
            )}
          </Field>
          <Field label="Type">
            {(control) => (
              <Select {...control} name="type" value={chosen('type')} onChange={() => undefined}>
                <option value="">Any</option>
                {withChosen('type', data?.contentTypes).map((type) => (
                  <option key={type} value={type}>
                    {typeName(type)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Camera">
            {(control) => (
              <Select {...control} name="camera" value={chosen('camera')} onChange={() => undefined}>
                <option value="">Any</option>
                {withChosen('camera', data?.cameras).map((camera) => (
                  <option key={camera}>{camera}</option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Taken from">
            {(control) => (
              <Input
                {...control}
                key={chosen('from')}
                type="date"
                name="from"
                defaultValue={chosen('from')}
              />
            )}
          </Field>
          <Field label="Taken until">
            {(control) => (
              <Input {...control} key={chosen('to')} type="date" name="to" defaultValue={chosen('to')} />
            )}
          </Field>
          {problem ? (
            <ProblemLine className="col-span-full">
              What there is to choose from could not be loaded. {problem}
            </ProblemLine>
          ) : null}
          <div className="col-span-full flex gap-2">
            <Button type="submit" size="small" variant="primary">
              Apply
            </Button>
            {active > 0 ? (
              <Button
                size="small"
                variant="ghost"
                onClick={() => {
                  const next = new URLSearchParams(params)
                  for (const field of FIELDS) next.delete(field)
                  submit(next, { action: '/search', replace: true })
                }}
              >
                Clear filters
              </Button>
            ) : null}
          </div>
        </Form>
      ) : null}
    </div>
  )
}
