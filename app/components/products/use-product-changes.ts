import { useRevalidator } from '@remix-run/react'
import { useCallback, useState } from 'react'
import type { ProductChange } from '~/domain/products/product-view'
import { sentenceOf } from '../photo/change-photos'
import { toast } from '../ui/toaster'

const UNDO_MS = 12_000

/** Changes a product at once and offers the undo that the server answered. */
export function useProductChanges(productId: string) {
  const { revalidate } = useRevalidator()
  const [busy, setBusy] = useState(false)
  const change = useCallback(
    async (changes: readonly ProductChange[], done: string): Promise<void> => {
      setBusy(true)
      try {
        const { undo } = await send(productId, changes)
        toast(done, {
          duration: UNDO_MS,
          action:
            undo.length > 0
              ? {
                  label: 'Undo',
                  onClick: () =>
                    void send(productId, undo).then(
                      () => {
                        toast.success('Taken back')
                        revalidate()
                      },
                      (error: Error) => toast.error(error.message),
                    ),
                }
              : undefined,
        })
      } catch (error) {
        toast.error(error instanceof Error ? error.message : 'That did not work.')
      } finally {
        setBusy(false)
        revalidate()
      }
    },
    [productId, revalidate],
  )
  return { busy, change }
}

async function send(
  productId: string,
  changes: readonly ProductChange[],
): Promise<{ undo: ProductChange[] }> {
  const response = await fetch(`/products/${productId}/changes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ changes }),
  }).catch(() => undefined)
  if (!response) throw new Error('The server could not be reached. Nothing was changed.')
  if (!response.ok) throw new Error(await sentenceOf(response))
  return (await response.json()) as { undo: ProductChange[] }
}
