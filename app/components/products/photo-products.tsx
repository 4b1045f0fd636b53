import { Link } from '@remix-run/react'
import { Package } from 'lucide-react'
import type { ProductRole } from '~/domain/products/product-view'

/** The products a photo stands in, on the photo's page. */
export function PhotoProducts({
  products,
}: {
  products: ReadonlyArray<{ id: string; name: string; role: ProductRole }>
}) {
  if (products.length === 0) return null
  return (
    <section aria-label="Products">
      <ul className="space-y-1.5">
        {products.map(({ id, name, role }) => (
          <li key={id}>
            <Link
              to={`/products/${id}`}
              className="flex items-center gap-2.5 rounded-lg border border-line px-3 py-2 text-sm hover:border-line-strong pointer-coarse:min-h-11"
            >
              <Package aria-hidden className="size-4 shrink-0 text-faint" />
              <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
              <span className="text-faint">{role}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
