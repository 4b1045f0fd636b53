import { Link, useSearchParams, useSubmit } from '@remix-run/react'
import { clsx } from 'clsx'
import { Copy, ListFilter, Search, Trash2, X } from 'lucide-react'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import type { FilterChoices } from '~/domain/photos/list-filter-choices.server'
import { photoStatuses, type PhotoStatus } from '~/domain/photos/photo-view'
import { formatCount } from '../photo/format-amounts'
import { statusWords } from '../photo/photo-status'
import { typeName } from '../photo/type-name'
import { buttonClass } from '../ui/button'
import { Field } from '../ui/field'
import { Input, Select } from '../ui/input'
import type { PhotoCounts } from './fetch-photos'
import { countFilters, libraryQuery, type LibraryAddress, type LibraryField } from './library-address'

const TYPING_MS = 300
const TYPED = ['name', 'type', 'camera', 'from', 'to'] as const

/** Narrows the library. Every filter stands in the address, so a list can be shared, kept and gone back to. */
export function LibraryFilters({
  address,
  counts,
  choices,
}: {
  address: LibraryAddress
  counts: PhotoCounts
  choices: FilterChoices
}) {
  const submit = useSubmit()
  const [, setParams] = useSearchParams()
  const formRef = useRef<HTMLFormElement>(null)
  /** Set while something typed is not in the address yet. */
  const typing = useRef<ReturnType<typeof setTimeout>>()
  // The status has its own tabs; the rest stands behind the button.
  const active = countFilters({ ...address, status: undefined })
  const [open, setOpen] = useState(active > 0)

  useEffect(() => () => clearTimeout(typing.current), [])
  // The address changes from elsewhere too: a filter taken away, Back. The field that is typed into is ahead of it.
  useEffect(() => {
    if (typing.current !== undefined) return
    for (const name of TYPED) {
      const field = formRef.current?.elements.namedItem(name)
      if (field === document.activeElement) continue
      if (field instanceof HTMLInputElement) field.value = address[name] ?? ''
      // What no photo has any more is no choice: then it reads "Any", as at the start.
      if (field instanceof HTMLSelectElement)
        field.selectedIndex = Math.max(
          0,
          [...field.options].findIndex(({ value }) => value === address[name]),
        )
    }
  }, [address])

  function apply(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    clearTimeout(typing.current)
    typing.current = undefined
    const form = event.currentTarget
    const typed = event.target instanceof HTMLInputElement && event.target.type === 'search'
    const go = () => {
      typing.current = undefined
      submit(withoutBlanks(new FormData(form)), {
        action: '/library',
        preventScrollReset: true,
        replace: true,
      })
    }
    if (typed) typing.current = setTimeout(go, TYPING_MS)
    else go()
  }

  function without(field: LibraryField) {
    setParams((params) => {
      params.delete(field)
      return params
    })
  }

  return (
    <div className="mt-3 mb-4 space-y-3 px-1">
      <div className="flex items-center gap-1">
        {/* On a phone the states scroll, and fade where there are more; what stands beside them stays in sight. */}
        <div
          className="relative -mx-1 flex min-w-0 flex-1 items-center gap-1 overflow-x-auto p-1 max-sm:pr-6 max-sm:[mask-image:linear-gradient(to_left,transparent,black_1.5rem)]"
          role="group"
          aria-label="Status"
        >
          <StatusLink address={address} counts={counts} />
          {photoStatuses.map((status) =>
            counts[status] > 0 || address.status === status ? (
              <StatusLink key={status} address={address} counts={counts} status={status} />
            ) : null,
          )}
        </div>
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className={clsx(chip, open && 'bg-hover text-ink')}
        >
          <ListFilter aria-hidden className="size-4" />
          <span className="max-sm:sr-only">Filters</span>
        </button>
        <Link to="/library/duplicates" className={chip}>
          <Copy aria-hidden className="size-4" />
          <span className="max-sm:sr-only">Duplicates</span>
        </Link>
        <Link
          to={address.bin ? '/library' : '/library?bin=1'}
          aria-current={address.bin ? 'page' : undefined}
          className={chip}
        >
          <Trash2 aria-hidden className="size-4" />
          <span className="max-sm:sr-only">Bin</span>
        </Link>
      </div>
      {open ? (
        <form
          ref={formRef}
          role="search"
          aria-label="Filter photos"
          onChange={apply}
          onSubmit={apply}
          className="grid animate-fade grid-cols-2 gap-3 rounded-xl border border-line bg-surface p-4 sm:grid-cols-3 xl:grid-cols-5"
        >
          {address.status ? <input type="hidden" name="status" value={address.status} /> : null}
          {address.collection ? <input type="hidden" name="collection" value={address.collection} /> : null}
          {address.bin ? <input type="hidden" name="bin" value="1" /> : null}
          <Field label="Name contains" className="col-span-2 sm:col-span-1">
            {(control) => (
              <div className="relative">
                <Search aria-hidden className="absolute top-3 left-3 size-4 text-faint" />
                <Input
                  {...control}
                  type="search"
                  name="name"
                  defaultValue={address.name}
                  maxLength={200}
                  className="pl-9"
                />
              </div>
            )}
          </Field>
          <Field label="Type">
            {(control) => (
              <Select {...control} name="type" defaultValue={address.type ?? ''}>
                <option value="">Any</option>
                {choices.contentTypes.map((type) => (
                  <option key={type} value={type}>
                    {typeName(type)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Camera">
            {(control) => (
              <Select {...control} name="camera" defaultValue={address.camera ?? ''}>
                <option value="">Any</option>
                {choices.cameras.map((camera) => (
                  <option key={camera}>{camera}</option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Taken from">
            {(control) => (
              <Input {...control} type="date" name="from" defaultValue={address.from} max={address.to} />
            )}
          </Field>
          <Field label="Taken until">
            {(control) => (
              <Input {...control} type="date" name="to" defaultValue={address.to} min={address.from} />
            )}
          </Field>
        </form>
      ) : null}
      {active > 0 ? (
        <div className="flex flex-wrap items-center gap-2">
          {activeFilters(address).map(([field, text]) => (
            <button
              key={field}
              type="button"
              onClick={() => without(field)}
              className="touch-target inline-flex h-8 items-center gap-1.5 rounded-full bg-accent-soft pr-2 pl-3 text-sm text-accent-text hover:brightness-95"
            >
              {text}
              <X aria-hidden className="size-3.5" />
              <span className="sr-only">(remove filter)</span>
            </button>
          ))}
          <Link
            to={`/library?${libraryQuery({ status: address.status, collection: address.collection, bin: address.bin })}`}
            className={buttonClass({ variant: 'ghost', size: 'small' })}
          >
            Clear filters
          </Link>
        </div>
      ) : null}
    </div>
  )
}

const chip =
  'touch-target inline-flex h-8 shrink-0 items-center gap-1.5 rounded-lg px-3 text-sm font-medium text-soft hover:bg-hover hover:text-ink aria-[current=page]:bg-surface aria-[current=page]:text-ink aria-[current=page]:shadow-raised aria-[current=page]:ring-1 aria-[current=page]:ring-line'

function StatusLink({
  address,
  counts,
  status,
}: {
  address: LibraryAddress
  counts: PhotoCounts
  status?: PhotoStatus
}) {
  return (
    <Link
      to={`/library?${libraryQuery({ ...address, status })}`}
      aria-current={address.status === status ? 'page' : undefined}
      className={chip}
    >
      {status ? statusWords[status].label : 'All'}
      <span className="text-faint tabular-nums">{formatCount(status ? counts[status] : counts.total)}</span>
    </Link>
  )
}

function activeFilters(address: LibraryAddress): [LibraryField, string][] {
  const shown: [LibraryField, string | undefined][] = [
    ['name', address.name && `Name: ${address.name}`],
    ['type', address.type && typeName(address.type)],
    ['camera', address.camera],
    ['from', address.from && `From ${address.from}`],
    ['to', address.to && `Until ${address.to}`],
  ]
  return shown.filter((entry): entry is [LibraryField, string] => entry[1] !== undefined)
}

function withoutBlanks(form: FormData): URLSearchParams {
  const params = new URLSearchParams()
  for (const [name, value] of form)
    if (typeof value === 'string' && value.trim() !== '') params.set(name, value)
  return params
}
