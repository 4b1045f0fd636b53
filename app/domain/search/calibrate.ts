import type { Calibration, ClipModel } from '~/platform/clip/clip-client'
import type { Band } from './search-answer'

/** A query in the model's space, and how the cosines to it are to be read. */
export interface CalibratedQuery {
  /** Unit length. */
  vector: Float32Array
  scale: Calibration
}

/** Null below the model's `weak`: not a match. */
export function bandOf(cosine: number, scale: Calibration): Band | null {
  if (cosine >= scale.strong) return 'strong'
  if (cosine >= scale.possible) return 'possible'
  return cosine >= scale.weak ? 'weak' : null
}

/**
 * Words and picture as one query. Their cosines live on different scales (a true match near 0.3 by words and 0.9 by
 * picture), so adding the vectors would let the picture decide alone. What is added is the evidence: each direction's
 * log-odds, `slope × cosine + intercept`, by its weight. That sum is linear in the photo's vector, hence again one
 * vector to search with, and its cut-offs are the weighted cut-offs, brought to the new vector's length. With weight 0
 * or 1 it is exactly the query by words or by picture alone.
 */
export function mixQueries(
  text: Float32Array,
  image: Float32Array,
  imageWeight: number,
  { textToImage, imageToImage }: ClipModel['calibration'],
): CalibratedQuery {
  const byText = (1 - imageWeight) * textToImage.slope
  const byImage = imageWeight * imageToImage.slope
  const sum = Float32Array.from(text, (value, index) => byText * value + byImage * (image[index] ?? 0))
  const length = Math.hypot(...sum)
  // Words and picture that cancel each other out leave no direction to search in: the picture decides.
  if (!(length > 1e-6)) return { vector: image, scale: imageToImage }
  const intercept = (1 - imageWeight) * textToImage.intercept + imageWeight * imageToImage.intercept
  const cut = (band: Band) => (byText * textToImage[band] + byImage * imageToImage[band]) / length
  return {
    vector: sum.map((value) => value / length),
    scale: { slope: length, intercept, strong: cut('strong'), possible: cut('possible'), weak: cut('weak') },
  }
}
