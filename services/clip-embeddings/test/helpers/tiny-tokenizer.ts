import { buildClipTokenizer } from '../../src/text/build-clip-tokenizer.ts'

/** CLIP's tokeniser with nine merges instead of 48,894: every rule, none of the weight. */
export function tinyTokenizer(): { json: object; vocabulary: number } {
  const merges = ['r e', 're d</w>', 's h', 'i r', 'sh ir', 'shir t</w>', 'c a', 'ca t</w>', 'b l']
  const json = buildClipTokenizer(merges.map((merge) => merge.split(' ') as [string, string]))
  return { json, vocabulary: Object.keys(json.model.vocab).length }
}
