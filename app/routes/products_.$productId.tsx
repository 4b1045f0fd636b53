import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData, useRouteError } from '@remix-run/react'
import { useLiveRevalidation } from '~/components/live/use-live-events'
import { ProductPage } from '~/components/products/product-page'
import { ButtonLink } from '~/components/ui/button'
import { ErrorState } from '~/components/ui/error-state'
import { findRunsOfProduct } from '~/domain/pairing/runs/find-runs-of-product.server'
import { getProduct } from '~/domain/products/get-product.server'
import { readUuid } from '~/http/read-uuid'
import { requireStaff } from '~/http/require-actor.server'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.product.name ?? 'Product'} · Recto` },
]

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = await requireStaff(request, context)
  const product = await getProduct(context.app, actor, readUuid(params.productId, 'product'))
  return { product, runs: await findRunsOfProduct(context.app, actor, product.id) }
}

export default function Product() {
  const { product, runs } = useLoaderData<typeof loader>()
  useLiveRevalidation(['product'], { ids: [product.id] })
  return <ProductPage key={product.id} product={product} runs={runs} />
}

export function ErrorBoundary() {
  return <ErrorState error={useRouteError()} actions={<ButtonLink to="/products">All products</ButtonLink>} />
}
