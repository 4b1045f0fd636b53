/** Code points of ITU-T H.273: the primaries of Display P3, and the transfers whose curve is that of sRGB or near it. */
const P3_PRIMARIES = 12
const SDR_TRANSFERS = [1, 2, 6, 13, 14, 15]

/**
 * Whether a HEIC or AVIF file says in numbers (`nclx`), not by an ICC profile, that its picture is in Display P3.
 * libheif reads these numbers for their YCbCr matrix only and hands out the colours as they are stored, and libvips
 * passes over them: without a conversion such a photo looks faded. Left as they are stored: BT.2020 and PQ or HLG,
 * which would take a tone mapping, not a profile.
 * @param bytes the file, or its beginning
 */
export function isDisplayP3(bytes: Buffer): boolean {
  try {
    return saysP3(bytes)
  } catch {
    // Numbers that point outside of the file: whether it can be read at all is for the decoder to say.
    return false
  }
}

function saysP3(bytes: Buffer): boolean {
  const meta = find(bytes, 'meta')?.subarray(4)
  const iprp = meta && find(meta, 'iprp')
  const pitm = meta && find(meta, 'pitm')
  const ipco = iprp && find(iprp, 'ipco')
  const ipma = iprp && find(iprp, 'ipma')
  if (!pitm || !ipco || !ipma) return false
  const primary = pitm[0] === 0 ? pitm.readUInt16BE(4) : pitm.readUInt32BE(4)
  const properties = [...boxes(ipco)]
  return propertiesOf(primary, ipma).some((index) => {
    const { type, body } = properties[index - 1] ?? {}
    if (type !== 'colr' || !body || body.toString('latin1', 0, 4) !== 'nclx') return false
    return body.readUInt16BE(4) === P3_PRIMARIES && SDR_TRANSFERS.includes(body.readUInt16BE(6))
  })
}

/** The properties (numbers from 1) that `ipma` gives to an item. */
function propertiesOf(item: number, ipma: Buffer): number[] {
  const wideIds = ipma[0] !== 0
  const wideIndexes = ((ipma[3] ?? 0) & 1) === 1
  let at = 8
  for (let entries = ipma.readUInt32BE(4); entries > 0; entries--) {
    const id = wideIds ? ipma.readUInt32BE(at) : ipma.readUInt16BE(at)
    at += wideIds ? 4 : 2
    const count = ipma.readUInt8(at++)
    const width = wideIndexes ? 2 : 1
    if (id === item)
      return Array.from({ length: count }, (_, nth) =>
        wideIndexes ? ipma.readUInt16BE(at + nth * 2) & 0x7fff : ipma.readUInt8(at + nth) & 0x7f,
      )
    at += count * width
  }
  return []
}

function find(bytes: Buffer, type: string): Buffer | undefined {
  for (const box of boxes(bytes)) if (box.type === type) return box.body
}

function* boxes(bytes: Buffer): Generator<{ type: string; body: Buffer }> {
  for (let at = 0; at + 8 <= bytes.length;) {
    const size = bytes.readUInt32BE(at) || bytes.length - at
    // 1 stands for a size of 64 bits, which pixels alone can need: they come last.
    if (size < 8) return
    yield { type: bytes.toString('latin1', at + 4, at + 8), body: bytes.subarray(at + 8, at + size) }
    at += size
  }
}
