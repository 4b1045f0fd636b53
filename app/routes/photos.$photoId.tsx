import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData, useRouteError } from '@remix-run/react'
import { z } from 'zod'
import { libraryQuery, parseLibraryAddress, toPhotoFilters } from '~/components/library/library-address'
import { PhotoPage } from '~/components/photo/photo-page'
import { PhotoProducts } from '~/components/products/photo-products'
import { ButtonLink } from '~/components/ui/button'
import { ErrorState } from '~/components/ui/error-state'
import { seesWholeProject } from '~/domain/auth/actor'
import { findNeighbours } from '~/domain/photos/find-neighbours.server'
import { getPhoto } from '~/domain/photos/get-photo.server'
import { setTags } from '~/domain/photos/set-tags.server'
import { listProductsOfPhoto } from '~/domain/products/list-products-of-photo.server'
import { parseForm } from '~/http/parse-form.server'
import { problemData } from '~/http/problem.server'
import { readUuid } from '~/http/read-uuid'
import { requireActor } from '~/http/require-actor.server'

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.photo.fileName ?? 'Photo'} · Recto` },
]

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = await requireActor(request, context)
  const photo = await getPhoto(context.app, actor, readUuid(params.photoId, 'photo'))
  // The library's filters travel along, so that next and previous walk the list the person came from.
  const address = parseLibraryAddress(new URL(request.url).searchParams)
  const neighbours = await findNeighbours(context.app, actor, photo, toPhotoFilters(address))
  const products = seesWholeProject(actor) ? await listProductsOfPhoto(context.app, actor, photo.id) : []
  return { photo, neighbours, products, listQuery: libraryQuery(address) }
}

const tagsForm = z.object({ tags: z.string().max(10_000) })

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = await requireActor(request, context)
  const photoId = readUuid(params.photoId, 'photo')
  try {
    const { tags } = await parseForm(request, tagsForm)
    await setTags(context.app, actor, photoId, tags.split('\n'))
    // No redirect: it would be a navigation to an address without the list's filters and the way back.
    return data({ problem: undefined })
  } catch (error) {
    return problemData(error, context)
  }
}

export default function Photo() {
  const { photo, neighbours, products, listQuery } = useLoaderData<typeof loader>()
  return (
    <PhotoPage key={photo.id} photo={photo} neighbours={neighbours} listQuery={listQuery}>
      <PhotoProducts products={products} />
    </PhotoPage>
  )
}

export function ErrorBoundary() {
  return (
    <ErrorState
      error={useRouteError()}
      actions={<ButtonLink to="/library">Back to the library</ButtonLink>}
    />
  )
}
