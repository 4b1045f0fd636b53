import { Form, Link, useSubmit } from '@remix-run/react'
import { Package, Search, Trash2 } from 'lucide-react'
import { useRef } from 'react'
import type { ProductPage } from '~/domain/products/list-products.server'
import { countOf } from '../photo/format-amounts'
import { ButtonLink, buttonClass } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Input } from '../ui/input'
import { Page, PageHeader } from '../ui/page-header'
import { ProductCard } from './product-card'

export interface ProductsAddress {
  readonly name?: string
  readonly bin?: '1'
  readonly cursor?: string
}

const TYPING_MS = 300

/** All products of the shop, newest first. */
export function ProductsView({ address, page }: { address: ProductsAddress; page: ProductPage }) {
  const { products, total, nextCursor } = page
  const submit = useSubmit()
  const typing = useRef<ReturnType<typeof setTimeout>>()
  const inBin = address.bin === '1'
  const next = new URLSearchParams(Object.entries({ ...address, cursor: nextCursor ?? '' }))
  const first = new URLSearchParams(Object.entries({ ...address, cursor: '' }).filter(([, value]) => value))
  const untouched = total === 0 && !address.name && !inBin
  return (
    <Page>
      <PageHeader
        title={inBin ? 'Deleted products' : 'Products'}
        description={untouched ? undefined : countOf(total, 'product')}
        actions={
          <ButtonLink to="/pairing" variant={untouched ? 'primary' : 'secondary'}>
            Pair photos
          </ButtonLink>
        }
      />
      {untouched ? null : (
        <Form
          role="search"
          aria-label="Find products"
          className="mb-6 flex flex-wrap items-center gap-2"
          onChange={(event) => {
            const form = event.currentTarget
            clearTimeout(typing.current)
            typing.current = setTimeout(
              () => submit(form, { replace: true, preventScrollReset: true }),
              TYPING_MS,
            )
          }}
        >
          {inBin ? <input type="hidden" name="bin" value="1" /> : null}
          <div className="relative min-w-0 flex-1 sm:max-w-sm">
            <Search aria-hidden className="absolute top-3 left-3 size-4 text-faint" />
            <Input
              type="search"
              name="name"
              aria-label="Name contains"
              placeholder="Name contains …"
              defaultValue={address.name}
              maxLength={200}
              className="pl-9"
            />
          </div>
          <Link
            to={inBin ? '/products' : '/products?bin=1'}
            className={buttonClass({ variant: 'ghost', size: 'small' })}
          >
            {inBin ? <Package aria-hidden className="size-4" /> : <Trash2 aria-hidden className="size-4" />}
            {inBin ? 'Products' : 'Bin'}
          </Link>
        </Form>
      )}
      {products.length === 0 ? (
        <Empty inBin={inBin} untouched={untouched} />
      ) : (
        <ul
          aria-label="Products"
          className="grid grid-cols-1 gap-4 min-[30rem]:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4"
        >
          {products.map((product) => (
            <li key={product.id}>
              <ProductCard product={product} />
            </li>
          ))}
        </ul>
      )}
      {address.cursor || nextCursor ? (
        <nav aria-label="Pages" className="mt-8 flex justify-center gap-2">
          {address.cursor ? <ButtonLink to={`/products?${first}`}>Newest</ButtonLink> : null}
          {nextCursor ? <ButtonLink to={`/products?${next}`}>Older products</ButtonLink> : null}
        </nav>
      ) : null}
    </Page>
  )
}

function Empty({ inBin, untouched }: { inBin: boolean; untouched: boolean }) {
  if (untouched)
    return (
      <EmptyState icon={<Package aria-hidden />} title="No products yet">
        Pair the front and the back of your products; every pair you accept becomes a product here.
      </EmptyState>
    )
  return inBin ? (
    <EmptyState icon={<Trash2 aria-hidden />} title="The bin is empty">
      Deleted products wait here and can be restored.
    </EmptyState>
  ) : (
    <EmptyState icon={<Search aria-hidden />} title="No product has this name" />
  )
}
