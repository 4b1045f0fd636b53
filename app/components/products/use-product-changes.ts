import { useRevalidator } from '@remix-run/react'
import { useCallback, useState } from 'react'
import type { ProductChange } from '~/domain/products/product-view'
import { messageOf, postJson } from '../photo/ask-server'
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
                      (error: unknown) => toast.error(messageOf(error)),
                    ),
                }
              : undefined,
        })
      } catch (error) {
        toast.error(messageOf(error))
      } finally {
        setBusy(false)
        revalidate()
      }
    },
    [productId, revalidate],
  )
  return { busy, change }
}

const send = (productId: string, changes: readonly ProductChange[]) =>
  postJson<{ undo: ProductChange[] }>(`/products/${productId}/changes`, { changes })
