import { describePhoto, photoViewColumns, type PhotoViewRow } from '../photos/describe-photo'
import { productRoles, type ProductRole, type ProductView } from './product-view'

/** The columns {@link describeProduct} needs: a `select` for Prisma. */
export const productColumns = {
  id: true,
  name: true,
  createdAt: true,
  deletedAt: true,
  photos: { select: { role: true, photo: { select: photoViewColumns } } },
} as const

interface ProductRow {
  id: string
  name: string
  createdAt: Date
  deletedAt: Date | null
  photos: { role: ProductRole; photo: PhotoViewRow }[]
}

export function describeProduct(row: ProductRow): ProductView {
  const place = (role: ProductRole) => productRoles.indexOf(role)
  return {
    id: row.id,
    name: row.name,
    createdAt: row.createdAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
    photos: row.photos
      .map(({ role, photo }) => ({ ...describePhoto(photo), role }))
      .sort((p, q) => place(p.role) - place(q.role) || p.fileName.localeCompare(q.fileName)),
  }
}
