import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData, useRouteError } from '@remix-run/react'
import { LibraryView } from '~/components/library/library-view'
import { parseLibraryAddress, toPhotoFilters } from '~/components/library/library-address'
import { ButtonLink } from '~/components/ui/button'
import { ErrorState } from '~/components/ui/error-state'
import { seesWholeProject } from '~/domain/auth/actor'
import { getCollectionName } from '~/domain/collections/get-collection-name.server'
import { listFilterChoices } from '~/domain/photos/list-filter-choices.server'
import { countPhotos } from '~/domain/photos/count-photos.server'
import { listPhotos } from '~/domain/photos/list-photos.server'
import { requireActor } from '~/http/require-actor.server'
import { AppError } from '~/platform/errors'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.collectionName ?? 'Library'} · Recto` },
]

export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await requireActor(request, context)
  const address = parseLibraryAddress(new URL(request.url).searchParams)
  const filters = toPhotoFilters(address)
  const [page, counts, choices, collectionName] = await Promise.all([
    listPhotos(context.app, actor, { filters }),
    countPhotos(context.app, actor, { deleted: filters.deleted, collectionId: filters.collectionId }),
    listFilterChoices(context.app, actor),
    address.collection ? getCollectionName(context.app, actor, address.collection) : null,
  ])
  if (address.collection && collectionName === null)
    throw new AppError('NOT_FOUND', 'There is no such collection.')
  return { address, page, counts, choices, collectionName, mayPair: seesWholeProject(actor) }
}

export default function Library() {
  return <LibraryView {...useLoaderData<typeof loader>()} />
}

export function ErrorBoundary() {
  return (
    <ErrorState
      error={useRouteError()}
      kept="Your photos are safe."
      actions={
        <ButtonLink to="/library" reloadDocument>
          Open the library again
        </ButtonLink>
      }
    />
  )
}
