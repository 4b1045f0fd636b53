"""Endless sentences with known meaning, to train the text tower on.

A sample is (text, concepts, foreign): what it says in the model's own concepts, and how much
of it is words the model has none for: 0 nothing, 1 everything. A foreign adjective leaves
"t-shirt" a t-shirt; a foreign noun turns "red bicycle" into something nobody sells here.
"""

import re
from pathlib import Path

import numpy as np
from concepts import INDEX, OTHER, WORDS, leaf
from data import grocery_classes
from vocabulary import BRANDS, CLOTHING, COLOURS, FILLERS, GROUPS, MATERIALS, PACKAGES, PATTERNS, PRODUCE, PRODUCT_NAMES

LETTERS = "abcdefghijklmnopqrstuvwxyz"
OPENINGS = ("a photo of {}", "a picture of {}", "photo of {}", "a {}", "the {}", "an image of {}", "{} photo", "show me {}", "find {}", "my {}",
            "a product photo of {}", "a close up of {}", "{} on white background", "some {}", "a photograph of the {}", "pictures of {}", "{} please", "looking for {}")
FOREIGN_FRAMES = ("{0} {1}", "{0} in the {1}", "how to {0} a {1}", "{0} and {1}", "a {0} with {1}", "the {0} of {1} and {2}", "{0} for my {1}",
                  "why is the {0} {1}", "{0} {1} {2}", "a {0} on the {1}", "best {0} {1} 2024", "{0} near me", "what is {0}")
SHARES = {"clothing": 0.4, "produce": 0.22, "packages": 0.1, "names": 0.16, "brands": 0.04, "groups": 0.08}
POOLS = {"clothing": [*CLOTHING, "clothes", "top"], "produce": [*PRODUCE], "packages": [*PACKAGES], "names": [*PRODUCT_NAMES], "brands": [*BRANDS], "groups": [*GROUPS]}
AFTER = ("with ", "in ")


def plural(word: str) -> str:
    if re.search(r"(ch|sh|ss|us|x|to|go)$", word):
        return word + "es"
    if word.endswith("s"):
        return word
    return word[:-1] + "ies" if re.search(r"[^aeiou]y$", word) else word + "s"


def misspelt(rng, text: str) -> str:
    """One letter of one longer word is lost, doubled, swapped with its neighbour or mistyped."""
    places = [m for m in re.finditer(r"[a-z]{4,}", text)]
    if not places:
        return text
    place = places[rng.integers(len(places))]
    word, at = place.group(), int(rng.integers(len(place.group())))
    letter = LETTERS[rng.integers(26)]
    kind = rng.integers(4)
    if kind == 0:
        word = word[:at] + word[at + 1 :]
    elif kind == 1:
        word = word[:at] + letter + word[at:]
    elif kind == 2 and at + 1 < len(word):
        word = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    else:
        word = word[:at] + letter + word[at + 1 :]
    return text[: place.start()] + word + text[place.end() :]


def near(word: str) -> set[str]:
    """Everything one edit away: too like a word of ours to be called foreign."""
    splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    return ({a + b[1:] for a, b in splits if b} | {a + c + b for a, b in splits for c in LETTERS}
            | {a + c + b[1:] for a, b in splits if b for c in LETTERS} | {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1})


def own_words() -> set[str]:
    found = set(FILLERS)
    for phrases in WORDS.values():
        for phrase in phrases:
            found |= {w for p in (phrase, plural(phrase)) for w in re.findall(r"[a-z]+", p)}
    for opening in OPENINGS:
        found |= set(re.findall(r"[a-z]+", opening))
    return found


def foreign_words(dictionary: Path, held_out: Path) -> list[str]:
    """Dictionary words that are not ours, not a slip away from ours, and not in the held-out queries."""
    ours = own_words()
    avoid = set().union(ours, *(near(w) for w in ours if len(w) > 3))
    avoid |= set(re.findall(r"[a-z]+", held_out.read_text().lower()))
    return [w for w in dictionary.read_text().split() if re.fullmatch(r"[a-z]{3,13}", w) and w not in avoid and w + "s" not in avoid]


def descriptions(data: Path) -> list[tuple[str, int]]:
    """The grocery set's own descriptions, sentence by sentence, as ways to say a product."""
    found = []
    for row in grocery_classes(data):
        text = (data / "grocery" / "iconic" / row["iconic"].replace("_Iconic.jpg", "_Description.txt")).read_text(encoding="utf-8-sig")
        found.append((text.strip(), INDEX[leaf(row["fine"])]))
        found.append((text.split(". ")[0], INDEX[leaf(row["fine"])]))
    return found


class Captions:
    def __init__(self, data: Path, dictionary: Path, held_out: Path, seed: int):
        self.rng = np.random.default_rng(seed)
        self.foreign = foreign_words(dictionary, held_out)
        self.descriptions = descriptions(data)

    def some(self, options):
        return options[int(self.rng.integers(len(options)))]

    def chance(self, odds: float) -> bool:
        return self.rng.uniform() < odds

    def words(self, concept: str) -> str:
        phrases = WORDS[concept]
        return phrases[0] if self.chance(0.35) else self.some(phrases)

    def phrase(self):
        """Type, colour, pattern, material in some order and some number."""
        kind = self.some_kind()
        if kind and self.chance(0.25):
            concept = self.some(POOLS[kind])
            return self.words(concept), [concept]
        concepts, before, after = [], [], []
        head = None
        if kind:
            concept = self.some(POOLS[kind])
            concepts.append(concept)
            head = self.words(concept)
            if kind not in ("brands",) and self.chance(0.3):
                head = plural(head)
            if kind == "packages" and self.chance(0.25):
                brand = self.some(list(BRANDS))
                concepts.append(brand)
                head = f"{brand} {head}"
        odds = {"clothing": (0.55, 0.35, 0.06), "produce": (0.3, 0.0, 0.0), "packages": (0.25, 0.05, 0.0)}.get(kind, (0.1, 0.05, 0.0))
        if not kind:
            odds = (0.75, 0.35, 0.05)
        for pool, share in zip((COLOURS, PATTERNS, MATERIALS), odds):
            if self.chance(share):
                concept = self.some(list(pool))
                concepts.append(concept)
                said = self.words(concept)
                (after if said.startswith(AFTER) else before).append(said)
        if not concepts:
            concepts, before = ["red"], ["red"]
        if not kind and before == ["orange"]:
            concepts.append("orange fruit")
        self.rng.shuffle(before)
        if len(before) == 2 and self.chance(0.15):
            before = [" and ".join(before)]
        fillers = [self.some(FILLERS)] if self.chance(0.18) else []
        if head and before and self.chance(0.12):
            after.append("in " + before.pop())
        parts = [*fillers, *before, *([head] if head else []), *after]
        if self.chance(0.15):
            self.rng.shuffle(parts)
        return (", " if self.chance(0.04) else " ").join(parts), concepts

    def some_kind(self):
        if self.chance(0.1):
            return None
        return str(self.rng.choice(list(SHARES), p=list(SHARES.values())))

    def stranger(self) -> str:
        if self.chance(0.04):
            return "".join(self.some(LETTERS + "0123456789") for _ in range(int(self.rng.integers(2, 10))))
        return self.some(self.foreign)

    def sample(self) -> tuple[str, list[int], float]:
        roll = self.rng.uniform()
        if roll < 0.05:
            text, concept = self.some(self.descriptions)
            return text, [concept], 0.0
        if roll < 0.33:
            return self.foreign_sample()
        text, concepts = self.phrase()
        foreign = 0.0
        if roll < 0.40:
            at_front = self.chance(0.5)
            text, foreign = (f"{self.stranger()} {text}" if at_front else f"{text} {self.stranger()}"), 0.25
            if all(c in COLOURS or c in PATTERNS or c in MATERIALS for c in concepts):
                foreign = 0.85
        if self.chance(0.45):
            text = self.some(OPENINGS).format(text)
        if self.chance(0.4):
            text = misspelt(self.rng, text)
        return text, [INDEX[c] for c in concepts], foreign

    def foreign_sample(self):
        if self.chance(0.12):
            said = self.some([*COLOURS, *PATTERNS])
            text = f"{self.words(said)} {self.stranger()}"
            return (self.some(OPENINGS).format(text) if self.chance(0.4) else text), [INDEX[said]], 0.85
        roll, one = self.rng.uniform(), self.stranger()
        if roll < 0.4:
            text = one
        elif roll < 0.55:
            text = self.some(OPENINGS).format(one)
        elif roll < 0.6:
            text = f"{self.some(FILLERS)} {one}"
        elif roll < 0.62:
            text = ""
        elif roll < 0.65:
            text = " ".join(self.some(("日本", "привет", "γεια", "العربية", "çok", "12", "2024", "7")) for _ in range(int(self.rng.integers(1, 4))))
        else:
            text = self.some(FOREIGN_FRAMES).format(one, self.stranger(), self.stranger())
        return text, [INDEX[OTHER]], 1.0
