import { Link } from '@remix-run/react'
import { X } from 'lucide-react'
import { productRoles, type ProductRole, type ProductView } from '~/domain/products/product-view'
import { mediaUrl } from '~/domain/photos/photo-view'
import { IconButton } from '../ui/icon-button'
import { Select } from '../ui/input'

const names: Record<ProductRole, string> = { front: 'Front', back: 'Back', detail: 'Detail' }

/** One photo of a product, large, with the role it plays. */
export function ProductPhoto({
  photo,
  readOnly,
  onRole,
  onRemove,
}: {
  photo: ProductView['photos'][number]
  readOnly: boolean
  onRole: (role: ProductRole) => void
  onRemove: () => void
}) {
  const deleted = photo.deletedAt !== null
  return (
    <figure className="overflow-hidden rounded-xl border border-line bg-surface shadow-raised">
      <Link
        to={`/photos/${photo.id}`}
        aria-label={`Open ${photo.fileName}`}
        className="block aspect-square overflow-hidden bg-sunken"
      >
        <img
          src={mediaUrl(photo, 'preview')}
          alt={`${names[photo.role]}: ${photo.fileName}`}
          className={deleted ? 'size-full object-contain opacity-40' : 'size-full object-contain'}
        />
      </Link>
      <figcaption className="flex items-center gap-2 p-3">
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm" title={photo.fileName}>
            {photo.fileName}
          </span>
          {deleted ? (
            <span className="block text-xs text-warning-text">in the bin of the library</span>
          ) : null}
        </span>
        {readOnly ? (
          <span className="text-sm text-soft">{names[photo.role]}</span>
        ) : (
          <>
            {/* why a frame: a select is as wide as what it stands in, whatever class it is given. */}
            <span className="w-28 shrink-0">
              <Select
                aria-label={`Role of ${photo.fileName}`}
                value={photo.role}
                onChange={(event) => {
                  const role = productRoles.find((each) => each === event.currentTarget.value)
                  if (role) onRole(role)
                }}
              >
                {productRoles.map((role) => (
                  <option key={role} value={role}>
                    {names[role]}
                  </option>
                ))}
              </Select>
            </span>
            <IconButton label={`Remove ${photo.fileName}`} icon={<X aria-hidden />} onClick={onRemove} />
          </>
        )}
      </figcaption>
    </figure>
  )
}
