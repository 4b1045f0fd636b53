import { ImagePlus } from 'lucide-react'
import { useState } from 'react'
import type { PhotoView } from '~/domain/photos/photo-view'
import { productRoles, type ProductRole, type ProductView } from '~/domain/products/product-view'
import type { FetchedPhotos } from '../library/fetch-photos'
import { PhotoChoices } from '../photo/photo-choices'
import { useLoaded } from '../photo/use-loaded'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { ProblemLine } from '../ui/problem-line'

/** Typing goes on meanwhile; the library is asked when it rests. */
const REST_MS = 200

/** Adds a photo of the library to a product: as the side it lacks, else as a detail; roles can be changed after. */
export function AddPhoto({
  product,
  disabled,
  onAdd,
}: {
  product: ProductView
  disabled: boolean
  onAdd: (photo: PhotoView, role: ProductRole) => void
}) {
  const [open, setOpen] = useState(false)
  const taken = new Set(product.photos.map(({ role }) => role))
  const role = productRoles.find((each) => each === 'detail' || !taken.has(each)) ?? 'detail'
  return (
    <>
      <Button
        disabled={disabled}
        icon={<ImagePlus aria-hidden className="size-4" />}
        onClick={() => setOpen(true)}
      >
        Add a photo
      </Button>
      {open ? (
        <Dialog
          open
          onOpenChange={setOpen}
          width="large"
          title="Add a photo"
          description={`It becomes ${role === 'detail' ? 'a' : 'the'} ${role} of ${product.name}.`}
        >
          <Library
            without={product.photos.map(({ id }) => id)}
            onPick={(photo) => {
              setOpen(false)
              onAdd(photo, role)
            }}
          />
        </Dialog>
      ) : null}
    </>
  )
}

/** The newest photos of the library whose names fit. */
function Library({ without, onPick }: { without: readonly string[]; onPick: (photo: PhotoView) => void }) {
  const [name, setName] = useState('')
  const { data, problem } = useLoaded<FetchedPhotos>(
    `/library/photos?${new URLSearchParams({ name: name.trim() })}`,
    { restMs: name === '' ? 0 : REST_MS },
  )
  if (!data && !problem) return <p className="py-6 text-center text-soft">Looking through the library …</p>
  const photos = (data?.photos ?? []).filter(({ id, status }) => status !== 'failed' && !without.includes(id))
  return (
    <>
      {problem ? <ProblemLine className="mb-3">{problem}</ProblemLine> : null}
      <PhotoChoices photos={photos} name={name} onName={setName} onPick={onPick} />
    </>
  )
}
