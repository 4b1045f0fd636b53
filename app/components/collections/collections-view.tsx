import { Link, useRevalidator } from '@remix-run/react'
import { Ellipsis, FolderHeart, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { CollectionView } from '~/domain/collections/collection-view'
import { countOf } from '../photo/format-amounts'
import { messageOf } from '../photo/ask-server'
import { Thumbnail } from '../photo/thumbnail'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { IconButton } from '../ui/icon-button'
import { Menu, MenuItem } from '../ui/menu'
import { Page, PageHeader } from '../ui/page-header'
import { toast } from '../ui/toaster'
import { changeCollection } from './change-collection'
import { NameDialog } from './name-dialog'

/** Every collection with its newest photos. Opening one is the library, narrowed to it. */
export function CollectionsView({ collections }: { collections: CollectionView[] }) {
  const { revalidate } = useRevalidator()
  const [naming, setNaming] = useState(false)
  const create = (
    <Button variant="primary" icon={<Plus aria-hidden className="size-4" />} onClick={() => setNaming(true)}>
      New collection
    </Button>
  )
  return (
    <Page>
      <PageHeader
        title="Collections"
        description="Photos that belong together: a season, a supplier, a campaign. A photo may be in several."
        actions={collections.length > 0 ? create : null}
      />
      {collections.length === 0 ? (
        <EmptyState icon={<FolderHeart aria-hidden />} title="No collections yet" actions={create}>
          Make one here, or select photos in the library and choose “Add to collection”.
        </EmptyState>
      ) : (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(10rem,45%),1fr))] gap-x-4 gap-y-6 sm:grid-cols-[repeat(auto-fill,minmax(15rem,1fr))]">
          {collections.map((collection) => (
            <CollectionTile key={collection.id} collection={collection} onChanged={revalidate} />
          ))}
        </ul>
      )}
      <NameDialog
        open={naming}
        onOpenChange={setNaming}
        title="New collection"
        saveLabel="Create"
        onSave={async (name) => {
          await changeCollection({ change: 'create', name, photoIds: [] })
          revalidate()
        }}
      />
    </Page>
  )
}

function CollectionTile({ collection, onChanged }: { collection: CollectionView; onChanged: () => void }) {
  const { id, name, count, covers } = collection
  const [renaming, setRenaming] = useState(false)

  async function remove() {
    try {
      const deleted = await changeCollection({ change: 'delete', id })
      onChanged()
      toast(`${name} deleted`, {
        description: 'Its photos stay in the library.',
        duration: 12_000,
        action: {
          label: 'Undo',
          onClick: () =>
            void changeCollection({ change: 'create', ...deleted })
              .catch((error: unknown) => toast.error('Undo did not work', { description: messageOf(error) }))
              .finally(onChanged),
        },
      })
    } catch (error) {
      toast.error(`${name} could not be deleted`, { description: messageOf(error) })
    }
  }

  return (
    <li className="group relative">
      <Link to={`/library?collection=${id}`} className="block rounded-xl">
        <span className="grid aspect-4/3 grid-cols-2 grid-rows-2 gap-0.5 overflow-hidden rounded-xl bg-sunken ring-1 ring-line">
          {covers.map((photo, index) => (
            <span key={photo.id} className={coverClass(covers.length, index)}>
              <Thumbnail photo={photo} alt="" />
            </span>
          ))}
          {covers.length === 0 ? (
            <span className="col-span-2 row-span-2 flex items-center justify-center text-faint">
              <FolderHeart aria-hidden className="size-8" />
            </span>
          ) : null}
        </span>
        <span className="mt-2 block truncate pr-10 font-medium" title={name}>
          {name}
        </span>
        <span className="block text-sm text-faint tabular-nums">{countOf(count, 'photo')}</span>
      </Link>
      <span className="absolute right-0 bottom-1.5">
        <Menu
          trigger={<IconButton tooltip={false} label={`More for ${name}`} icon={<Ellipsis aria-hidden />} />}
        >
          <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setRenaming(true)}>
            Rename
          </MenuItem>
          <MenuItem icon={<Trash2 aria-hidden />} tone="danger" onSelect={() => void remove()}>
            Delete
          </MenuItem>
        </Menu>
      </span>
      <NameDialog
        open={renaming}
        onOpenChange={setRenaming}
        title="Rename the collection"
        saveLabel="Rename"
        name={name}
        onSave={async (next) => {
          await changeCollection({ change: 'rename', id, name: next })
          onChanged()
        }}
      />
    </li>
  )
}

/** One picture fills the frame, two stand side by side, of three the first is tall. */
function coverClass(covers: number, index: number): string {
  if (covers === 1) return 'col-span-2 row-span-2 min-h-0'
  if (covers === 2 || (covers === 3 && index === 0)) return 'row-span-2 min-h-0'
  return 'min-h-0'
}
