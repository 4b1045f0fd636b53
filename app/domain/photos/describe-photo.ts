import type { PhotoStatus, PhotoView } from './photo-view'

/** The columns {@link describePhoto} needs: a `select` for Prisma. */
export const photoViewColumns = {
  id: true,
  fileName: true,
  status: true,
  errorCode: true,
  errorMessage: true,
  contentType: true,
  byteSize: true,
  width: true,
  height: true,
  placeholder: true,
  sha256: true,
  takenAt: true,
  createdAt: true,
  deletedAt: true,
} as const

export interface PhotoViewRow {
  id: string
  fileName: string
  status: PhotoStatus
  errorCode: string | null
  errorMessage: string | null
  contentType: string
  byteSize: bigint | number
  width: number | null
  height: number | null
  placeholder: string | null
  sha256: string
  takenAt: Date | null
  createdAt: Date
  deletedAt: Date | null
}

/** A row as plain JSON. The content hash itself stays inside: whoever knows it could test for a file's presence. */
export function describePhoto(row: PhotoViewRow): PhotoView {
  return {
    id: row.id,
    fileName: row.fileName,
    status: row.status,
    errorCode: row.errorCode,
    errorMessage: row.errorMessage,
    contentType: row.contentType,
    byteSize: Number(row.byteSize),
    width: row.width,
    height: row.height,
    placeholder: row.placeholder,
    version: row.sha256.slice(0, 12),
    takenAt: row.takenAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  }
}
