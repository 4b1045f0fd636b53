import { Link } from '@remix-run/react'
import type { ProductView } from '~/domain/products/product-view'
import { Thumbnail } from '../photo/thumbnail'

/** A product at a glance: front and back side by side, its name below. */
export function ProductCard({ product }: { product: ProductView }) {
  const shown = product.photos.filter(({ deletedAt }) => deletedAt === null)
  const [front, back] = shown
  const more = shown.length - 2
  return (
    <Link
      to={`/products/${product.id}`}
      className="group block overflow-hidden rounded-xl border border-line bg-surface shadow-raised hover:border-line-strong"
    >
      <span className="relative grid aspect-2/1 grid-cols-2 gap-px bg-line">
        {[front, back].map((photo, at) => (
          <span key={photo?.id ?? at} className="block min-w-0 overflow-hidden bg-sunken">
            {photo ? (
              <Thumbnail photo={photo} fit="contain" alt={`${photo.role}: ${photo.fileName}`} />
            ) : null}
          </span>
        ))}
        {more > 0 ? (
          <span className="absolute right-2 bottom-2 rounded-full bg-surface px-2 py-0.5 text-xs font-medium text-soft">
            +{more}
          </span>
        ) : null}
      </span>
      <span className="block truncate px-3 py-2.5 text-sm font-medium group-hover:underline">
        {product.name}
      </span>
    </Link>
  )
}
