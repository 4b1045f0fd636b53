import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData, useRouteError } from '@remix-run/react'
import { z } from 'zod'
import { useLiveRevalidation } from '~/components/live/use-live-events'
import { ProductsView } from '~/components/products/products-view'
import { ButtonLink } from '~/components/ui/button'
import { ErrorState } from '~/components/ui/error-state'
import { listProducts } from '~/domain/products/list-products.server'
import { nameOfAtMost } from '~/http/form-fields'
import { requireStaff } from '~/http/require-actor.server'

export const meta: MetaFunction = () => [{ title: 'Products · Recto' }]

/** A value that makes no sense is left out, so that an old or mistyped link still opens. */
const schema = z.object({
  name: nameOfAtMost(200).optional().catch(undefined),
  bin: z.literal('1').optional().catch(undefined),
  cursor: z.string().min(1).max(300).optional().catch(undefined),
})

export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await requireStaff(request, context)
  const address = schema.parse(Object.fromEntries(new URL(request.url).searchParams))
  const page = await listProducts(context.app, actor, {
    text: address.name,
    deleted: address.bin === '1',
    cursor: address.cursor,
  })
  return { address, page }
}

export default function Products() {
  const { address, page } = useLoaderData<typeof loader>()
  useLiveRevalidation(['product'])
  return <ProductsView address={address} page={page} />
}

export function ErrorBoundary() {
  return (
    <ErrorState
      error={useRouteError()}
      kept="Your products are safe."
      actions={<ButtonLink to="/products">All products</ButtonLink>}
    />
  )
}
