import { readFile, writeFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { buildClipTokenizer, CLIP_MERGES, parseMerges } from '../src/text/build-clip-tokenizer.ts'

/**
 * `tsx scripts/build-clip-tokenizer.ts <bpe_simple_vocab_16e6.txt[.gz] | merges.txt> <tokenizer.json>`:
 * CLIP's tokenizer file from its list of merges, for a model folder made by hand.
 */
const [source, target] = process.argv.slice(2)
if (source === undefined || target === undefined) {
  process.stderr.write('Give the file of merges and the file to write.\n')
  process.exit(1)
}
const bytes = await readFile(source)
const merges = parseMerges((source.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'))
if (merges.length !== CLIP_MERGES) {
  process.stderr.write(`${source} holds ${merges.length} merges; CLIP has ${CLIP_MERGES}.\n`)
  process.exit(1)
}
await writeFile(target, JSON.stringify(buildClipTokenizer(merges)))
process.stdout.write(`${target}: ${merges.length} merges\n`)
