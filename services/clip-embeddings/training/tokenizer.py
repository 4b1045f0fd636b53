"""A small byte-pair tokeniser, and its `tokenizer.json` in Hugging Face's format.

Lower case, accents stripped, words of letters and digits; anything else separates words, so
"t-shirt", "t shirt" and "T-Shirt!" are the same. Merges are learned on the model's own
vocabulary first, so that its words are one token or two, and a misspelt one falls into
pieces that still look like it.
"""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

PAD, START, UNKNOWN = 0, 1, 2
SPECIAL = ["<pad>", "<start>", "<unknown>"]
END_OF_WORD = "</w>"
CONTEXT = 32
WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text)
    return WORD.findall("".join(c for c in plain if unicodedata.category(c) != "Mn").lower())


def learn(counts: Counter, merges: int) -> tuple[list[str], list[tuple[str, str]]]:
    """The token list and the merges, in order, from how often each word is used."""
    alphabet = sorted({c for word in counts for c in word})
    tokens = [*SPECIAL, *alphabet, *(c + END_OF_WORD for c in alphabet)]
    pieces = {word: (*word[:-1], word[-1] + END_OF_WORD) for word in counts}
    pairs, where = Counter(), defaultdict(set)

    def tally(word, sign):
        for pair in zip(pieces[word], pieces[word][1:]):
            pairs[pair] += sign * counts[word]
            where[pair].add(word)

    for word in pieces:
        tally(word, 1)
    learned = []
    for _ in range(merges):
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        learned.append(best)
        tokens.append("".join(best))
        for word in where.pop(best):
            tally(word, -1)
            pieces[word] = merged(pieces[word], best)
            tally(word, 1)
        del pairs[best]
    return tokens, learned


def merged(parts, pair):
    out, i = [], 0
    while i < len(parts):
        if i + 1 < len(parts) and (parts[i], parts[i + 1]) == pair:
            out.append(parts[i] + parts[i + 1])
            i += 2
        else:
            out.append(parts[i])
            i += 1
    return tuple(out)


class Tokenizer:
    def __init__(self, tokens: list[str], merges: list[tuple[str, str]]):
        self.tokens, self.merges = tokens, merges
        self.ids = {token: i for i, token in enumerate(tokens)}
        self.rank = {pair: i for i, pair in enumerate(merges)}
        self.known: dict[str, list[int]] = {}

    def word(self, word: str) -> list[int]:
        if word not in self.known:
            self.known[word] = self._split(word, lambda: True)
        return self.known[word]

    def _split(self, word: str, keep) -> list[int]:
        parts = (*word[:-1], word[-1] + END_OF_WORD)
        while len(parts) > 1:
            pairs = [pair for pair in zip(parts, parts[1:]) if pair in self.rank and keep()]
            if not pairs:
                break
            parts = merged(parts, min(pairs, key=self.rank.get))
        return [self.ids.get(part, UNKNOWN) for part in parts]

    def encode(self, text: str) -> list[int]:
        ids = [START]
        for word in words_of(text):
            ids += self.word(word)
        return ids[:CONTEXT]

    def encode_loosely(self, text: str, rng, skipped: float) -> list[int]:
        """As `encode`, but each merge is skipped now and then (BPE dropout), in training only.

        The tower then knows its words from their pieces too, which is all that is left of a
        word with a wrong letter.
        """
        ids = [START]
        for word in words_of(text):
            ids += self._split(word, lambda: rng.uniform() > skipped)
        return ids[:CONTEXT]

    def to_json(self) -> str:
        special = [
            {"id": i, "content": token, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
            for i, token in enumerate(SPECIAL)
        ]
        words_only = {"type": "Split", "pattern": {"Regex": "[\\p{L}\\p{N}]+"}, "behavior": "Removed", "invert": True}
        model = {
            "type": "BPE", "dropout": None, "unk_token": SPECIAL[UNKNOWN], "continuing_subword_prefix": "",
            "end_of_word_suffix": END_OF_WORD, "fuse_unk": False, "byte_fallback": False, "vocab": self.ids, "merges": [list(m) for m in self.merges],
        }
        return json.dumps({
            "version": "1.0", "truncation": None, "padding": None, "added_tokens": special,
            "normalizer": {"type": "Sequence", "normalizers": [{"type": "NFKD"}, {"type": "StripAccents"}, {"type": "Lowercase"}]},
            "pre_tokenizer": words_only, "post_processor": None, "decoder": None, "model": model,
        }, ensure_ascii=False)

    @staticmethod
    def load(file: Path) -> "Tokenizer":
        model = json.loads(file.read_text())["model"]
        return Tokenizer(list(model["vocab"]), [tuple(m) for m in model["merges"]])
