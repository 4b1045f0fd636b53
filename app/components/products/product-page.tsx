import { Link } from '@remix-run/react'
import { ArrowLeft, Trash2, Undo2 } from 'lucide-react'
import type { ProductView } from '~/domain/products/product-view'
import { countOf } from '../photo/format-amounts'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Page } from '../ui/page-header'
import { TimeAgo } from '../ui/time-ago'
import { AddPhoto } from './add-photo'
import { ProductName } from './product-name'
import { ProductPhoto } from './product-photo'
import { useProductChanges } from './use-product-changes'

/** One product: its photos with their roles, its name, and where it comes from. */
export function ProductPage({
  product,
  runs,
}: {
  product: ProductView
  runs: ReadonlyArray<{ id: string; createdAt: string }>
}) {
  const { busy, change } = useProductChanges(product.id)
  const deleted = product.deletedAt !== null
  return (
    <Page>
      <Link to="/products" className="mb-4 inline-flex items-center gap-1.5 text-sm text-soft hover:text-ink">
        <ArrowLeft aria-hidden className="size-4" /> All products
      </Link>
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4 pb-6">
        <div className="min-w-0">
          <ProductName
            key={product.name}
            name={product.name}
            readOnly={deleted}
            onRename={(name) => void change([{ kind: 'rename', name }], `Renamed to ${name}`)}
          />
          <p className="mt-1 text-sm text-faint">
            {countOf(product.photos.length, 'photo')} · made <TimeAgo date={new Date(product.createdAt)} />
            {runs.map((run) => (
              <span key={run.id}>
                {' · '}
                <Link
                  to={`/pairing/${run.id}`}
                  className="text-accent-text underline underline-offset-2 hover:no-underline"
                >
                  from a pairing run
                </Link>
              </span>
            ))}
          </p>
        </div>
        {deleted ? null : (
          <div className="flex flex-wrap gap-2">
            <AddPhoto
              product={product}
              disabled={busy}
              onAdd={(photo, role) =>
                void change(
                  [{ kind: 'add', photoId: photo.id, role }],
                  `${photo.fileName} added as ${role === 'detail' ? 'a' : 'the'} ${role}`,
                )
              }
            />
            <Button
              variant="ghost"
              className="text-danger-text"
              disabled={busy}
              icon={<Trash2 aria-hidden className="size-4" />}
              onClick={() => void change([{ kind: 'delete' }], `${product.name} deleted`)}
            >
              Delete
            </Button>
          </div>
        )}
      </header>
      {deleted ? (
        <div role="status" className="mb-6 rounded-xl bg-warning-soft p-4 text-sm text-warning-text">
          <p className="font-medium">This product is in the bin. Its photos are in the library as before.</p>
          <Button
            size="small"
            className="mt-3"
            busy={busy}
            icon={<Undo2 aria-hidden className="size-4" />}
            onClick={() => void change([{ kind: 'restore' }], `${product.name} restored`)}
          >
            Restore
          </Button>
        </div>
      ) : null}
      {product.photos.length === 0 ? (
        <EmptyState title="No photos">
          This product has lost its photos. They may still be in the library.
        </EmptyState>
      ) : (
        <ul aria-label="Photos" className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {product.photos.map((photo) => (
            <li key={photo.id}>
              <ProductPhoto
                photo={photo}
                readOnly={deleted}
                onRole={(role) =>
                  void change(
                    [{ kind: 'role', photoId: photo.id, role }],
                    `${photo.fileName} is the ${role} now`,
                  )
                }
                onRemove={() =>
                  void change(
                    [{ kind: 'remove', photoId: photo.id }],
                    `${photo.fileName} removed from the product`,
                  )
                }
              />
            </li>
          ))}
        </ul>
      )}
    </Page>
  )
}
