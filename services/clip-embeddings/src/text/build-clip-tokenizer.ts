/** OpenAI's vocabulary file goes on to 262,144 lines; CLIP uses this many merges of it. */
export const CLIP_MERGES = 49_152 - 256 - 2

const BEGIN = '<|startoftext|>'
const END = '<|endoftext|>'

/**
 * CLIP's `tokenizer.json` from its list of merges: the vocabulary follows from
 * it (256 bytes, the same 256 ending a word, one token a merge, the two marks).
 * Building it makes the file independent of who published the weights.
 */
export function buildClipTokenizer(merges: [string, string][]) {
  const bytes = byteAlphabet()
  const tokens = [
    ...bytes,
    ...bytes.map((symbol) => `${symbol}</w>`),
    ...merges.map((pair) => pair.join('')),
    BEGIN,
    END,
  ]
  const special = (content: string) => ({
    id: tokens.indexOf(content),
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [special(BEGIN), special(END)],
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFC' },
        { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
        { type: 'Lowercase' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        {
          type: 'Split',
          pattern: { Regex: "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+" },
          behavior: 'Removed',
          invert: true,
        },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
      ],
    },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: END,
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      fuse_unk: false,
      byte_fallback: false,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges,
    },
  }
}

/**
 * Merges from OpenAI's `bpe_simple_vocab_16e6.txt` or the hub's `merges.txt`:
 * one header line, then a pair a line.
 */
export function parseMerges(text: string): [string, string][] {
  return text
    .split('\n')
    .slice(1, CLIP_MERGES + 1)
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [left = '', right = ''] = line.trim().split(' ')
      return [left, right]
    })
}

/** The printable stand-ins for the 256 bytes, in the order of CLIP's vocabulary: printable ones first. */
function byteAlphabet(): string[] {
  const range = (from: string, to: string) => {
    const start = from.charCodeAt(0)
    return Array.from({ length: to.charCodeAt(0) - start + 1 }, (_, i) => start + i)
  }
  const printable = [...range('!', '~'), ...range('¡', '¬'), ...range('®', 'ÿ')]
  const others = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !printable.includes(byte))
  return [
    ...printable.map((byte) => String.fromCharCode(byte)),
    ...others.map((_, i) => String.fromCharCode(256 + i)),
  ]
}
