import { ServiceError } from '../errors.ts'

/** RGB, whatever number of channels came. */
export function threeChannels(data: Buffer, channels: number, area: number): Uint8Array {
  if (data.length !== area * channels) {
    throw new ServiceError('INTERNAL', `Decoding gave ${data.length} bytes instead of ${area * channels}.`)
  }
  if (channels === 3) return data
  const rgb = new Uint8Array(area * 3)
  const step = channels < 3 ? 0 : 1
  for (let i = 0; i < area; i++) {
    for (let c = 0; c < 3; c++) rgb[i * 3 + c] = data[i * channels + c * step] ?? 0
  }
  return rgb
}
