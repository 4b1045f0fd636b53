"""Colour and pattern of the clothing photos, read off contact sheets by eye.

labels/garments.txt has one line a photo: `train/t-shirt/abc.jpg bs`. The first letter is the
main colour, the second the pattern or material. A photo with neither is not listed.
"""

from pathlib import Path

import numpy as np
import textures
from concepts import INDEX, PATTERNS, photo_truths
from data import Photo

COLOUR_LETTERS = {
    "k": "black", "w": "white", "a": "grey", "r": "red", "o": "orange", "y": "yellow", "g": "green", "b": "blue", "v": "navy",
    "l": "light blue", "p": "purple", "i": "pink", "n": "brown", "e": "beige", "m": "multicolour",
}
PATTERN_LETTERS = {"s": "striped", "c": "checked", "d": "dotted", "f": "floral", "t": "printed", "j": "denim"}
FILE = Path(__file__).parent / "labels" / "garments.txt"


def read() -> dict[str, str]:
    if not FILE.exists():
        return {}
    return dict(line.split() for line in FILE.read_text().splitlines() if line and not line.startswith("#"))


def photo_facts(photos: list[Photo]) -> np.ndarray:
    """[n, concepts]: what is true of each photo by its class and, where it was looked at, by its label."""
    facts, codes = np.stack([photo_truths(photo.label) for photo in photos]), read()
    for photo, row in zip(photos, facts):
        code = codes.get(f"{photo.path.parent.parent.name}/{photo.label}/{photo.path.name}")
        if code:
            apply(row, code)
    return facts


def apply(truth: np.ndarray, code: str) -> None:
    """Writes what a code says into a photo's truths. Unlike named colours become false."""
    main = COLOUR_LETTERS.get(code[0])
    pattern = PATTERN_LETTERS.get(code[1:2], "plain" if len(code) == 1 else None)
    if main:
        # only a plain garment has one colour; of another's second colour nothing is known
        others = list(textures.RANGES) if pattern in ("plain", "denim") and main != "multicolour" else []
        near = {c for pair in textures.NEAR if main in pair for c in pair}
        for name in others:
            if name not in near:
                truth[INDEX[name]] = 0
        truth[INDEX["multicolour"]] = 0 if pattern in ("plain", "denim") else -1
        for name in (main, textures.IMPLIED.get(main)):
            if name:
                truth[INDEX[name]] = 1
    if pattern:
        for name in PATTERNS:
            truth[INDEX[name]] = 0
        truth[INDEX["denim"]] = 0
        truth[INDEX[pattern]] = 1
        if pattern == "denim":
            truth[INDEX["plain"]] = 1
        elif pattern not in ("plain", "printed"):
            truth[INDEX["printed"]] = -1
