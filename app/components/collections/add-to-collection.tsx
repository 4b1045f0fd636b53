import { useNavigate } from '@remix-run/react'
import { FolderPlus, Plus } from 'lucide-react'
import { useState } from 'react'
import { countOf } from '../photo/format-amounts'
import { messageOf } from '../photo/ask-server'
import { Button } from '../ui/button'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../ui/menu'
import { toast } from '../ui/toaster'
import { changeCollection } from './change-collection'
import { NameDialog } from './name-dialog'

interface Named {
  id: string
  name: string
}

/** Puts the selected photos into a collection, an old one or a new one. */
export function AddToCollection({ photoIds }: { photoIds: readonly string[] }) {
  const navigate = useNavigate()
  const [collections, setCollections] = useState<readonly Named[]>()
  const [naming, setNaming] = useState(false)

  async function load() {
    const answer = await fetch('/api/collections', { headers: { accept: 'application/json' } }).catch(
      () => null,
    )
    setCollections(answer?.ok ? ((await answer.json()) as Named[]) : [])
  }

  function told({ id, name }: Named, count: number) {
    toast.success(
      count === 0 ? `All of them are in ${name} already` : `${countOf(count, 'photo')} added to ${name}`,
      { action: { label: 'Open', onClick: () => navigate(`/library?collection=${id}`) } },
    )
  }

  async function add(collection: Named) {
    try {
      const { count } = await changeCollection({ change: 'add', id: collection.id, photoIds })
      told(collection, count)
    } catch (error) {
      toast.error('That did not work', { description: messageOf(error) })
    }
  }

  return (
    <>
      <Menu
        onOpen={() => void load()}
        trigger={
          <Button size="small" variant="ghost" icon={<FolderPlus aria-hidden className="size-4" />}>
            Add to collection
          </Button>
        }
      >
        <MenuItem icon={<Plus aria-hidden />} onSelect={() => setNaming(true)}>
          New collection …
        </MenuItem>
        {collections === undefined || collections.length > 0 ? <MenuSeparator /> : null}
        {collections === undefined ? <MenuLabel>Loading …</MenuLabel> : null}
        {collections?.map((collection) => (
          <MenuItem key={collection.id} onSelect={() => void add(collection)}>
            <span className="max-w-64 truncate">{collection.name}</span>
          </MenuItem>
        ))}
      </Menu>
      <NameDialog
        open={naming}
        onOpenChange={setNaming}
        title={`New collection of ${countOf(photoIds.length, 'photo')}`}
        saveLabel="Create"
        onSave={async (name) =>
          told(await changeCollection({ change: 'create', name, photoIds }), photoIds.length)
        }
      />
    </>
  )
}
