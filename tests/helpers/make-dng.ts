/** A minimal DNG whose first directory is a JPEG preview, as cameras write them, lying on its side by `orientation`. */
export function makeDng(
  preview: { jpeg: Buffer; width: number; height: number },
  orientation: number,
): Buffer {
  const SHORT = 3
  const LONG = 4
  const entries: [tag: number, type: number, count: number, value: number][] = [
    [254, LONG, 1, 1], // NewSubfileType: a reduced-resolution picture
    [256, LONG, 1, preview.width],
    [257, LONG, 1, preview.height],
    [258, SHORT, 1, 8],
    [259, SHORT, 1, 7], // Compression: JPEG
    [262, SHORT, 1, 6], // PhotometricInterpretation: YCbCr
    [273, LONG, 1, 0], // StripOffsets: set below
    [274, SHORT, 1, orientation],
    [277, SHORT, 1, 3],
    [278, LONG, 1, preview.height],
    [279, LONG, 1, preview.jpeg.length],
    [50706, 1, 4, 0x00000401], // DNGVersion 1.4.0.0
  ]
  const head = Buffer.alloc(8 + 2 + entries.length * 12 + 4)
  head.write('II*\0', 0, 'latin1')
  head.writeUInt32LE(8, 4)
  head.writeUInt16LE(entries.length, 8)
  entries.forEach(([tag, type, count, value], index) => {
    const at = 10 + index * 12
    head.writeUInt16LE(tag, at)
    head.writeUInt16LE(type, at + 2)
    head.writeUInt32LE(count, at + 4)
    head.writeUInt32LE(tag === 273 ? head.length : value, at + 8)
  })
  return Buffer.concat([head, preview.jpeg])
}
