import type { PhotoView } from '../photos/photo-view'

export const productRoles = ['front', 'back', 'detail'] as const
export type ProductRole = (typeof productRoles)[number]

/** A product with its photos, front and back first: plain JSON, browser-safe. */
export interface ProductView {
  readonly id: string
  readonly name: string
  readonly createdAt: string
  readonly deletedAt: string | null
  /** Photos in the bin are among them; `deletedAt` says which. */
  readonly photos: ReadonlyArray<PhotoView & { readonly role: ProductRole }>
}

/** What a person does to a product. */
export type ProductChange =
  | { readonly kind: 'rename'; readonly name: string }
  | { readonly kind: 'role' | 'add'; readonly photoId: string; readonly role: ProductRole }
  | { readonly kind: 'remove'; readonly photoId: string }
  | { readonly kind: 'delete' | 'restore' }
