"""Colours by name and the cloth, prints and backgrounds that rendered pictures are made of.

Every function takes a numpy Generator, so a seed fixes a picture. Textures are float arrays
[size, size, 3] in 0…255.
"""

import colorsys

import numpy as np
from PIL import Image, ImageDraw

# hue in degrees, saturation and value ranges (HSV) that people agree on a name for
RANGES = {
    "black": ((0, 360), (0, 0.25), (0.03, 0.15)), "white": ((0, 360), (0, 0.04), (0.92, 1.0)),
    "grey": ((0, 360), (0, 0.07), (0.35, 0.68)), "red": ((-8, 6), (0.75, 1.0), (0.5, 0.92)),
    "orange": ((18, 32), (0.8, 1.0), (0.85, 1.0)), "yellow": ((47, 58), (0.65, 1.0), (0.85, 1.0)),
    "green": ((85, 155), (0.4, 0.95), (0.28, 0.75)), "blue": ((205, 235), (0.6, 1.0), (0.45, 0.9)),
    "navy": ((215, 240), (0.55, 0.95), (0.15, 0.32)), "light blue": ((195, 215), (0.25, 0.5), (0.85, 0.98)),
    "purple": ((265, 288), (0.4, 0.85), (0.35, 0.75)), "pink": ((320, 348), (0.25, 0.65), (0.85, 1.0)),
    "brown": ((15, 30), (0.5, 0.8), (0.25, 0.5)), "beige": ((30, 45), (0.12, 0.3), (0.78, 0.93)),
}
IMPLIED = {"navy": "blue", "light blue": "blue"}  # every navy thing is also a blue thing
NEAR = [{"black", "navy"}, {"black", "grey"}, {"white", "beige"}, {"white", "grey"}, {"red", "pink"}, {"red", "orange"},
        {"orange", "yellow"}, {"blue", "light blue"}, {"blue", "navy"}, {"blue", "purple"}, {"pink", "purple"},
        {"brown", "orange"}, {"brown", "beige"}, {"brown", "red"}, {"beige", "yellow"}, {"navy", "light blue"},
        {"light blue", "white"}, {"pink", "beige"}, {"black", "brown"}]


def colour(rng, name: str) -> np.ndarray:
    (h0, h1), (s0, s1), (v0, v1) = RANGES[name]
    rgb = colorsys.hsv_to_rgb((rng.uniform(h0, h1) % 360) / 360, rng.uniform(s0, s1), rng.uniform(v0, v1))
    return np.array(rgb) * 255


def contrasting(rng, name: str) -> str:
    """A second colour that nobody would confuse with the first."""
    while True:
        other = str(rng.choice(list(RANGES)))
        if other != name and {other, name} not in NEAR:
            return other


def clouds(rng, size: int, cells: int) -> np.ndarray:
    """Smooth noise in -1…1: folds, uneven light, cloth."""
    grid = rng.uniform(0, 255, (cells + 1, cells + 1)).astype(np.uint8)
    return np.asarray(Image.fromarray(grid).resize((size, size), Image.BICUBIC), np.float32) / 127.5 - 1


def waves(rng, size: int, period: float, angle: float) -> np.ndarray:
    y, x = np.mgrid[0:size, 0:size].astype(np.float32)
    along = x * np.cos(angle) + y * np.sin(angle) + clouds(rng, size, 3) * size * 0.01
    return (along / period + rng.uniform()) % 1.0


def mix(first, second, where) -> np.ndarray:
    where = where[..., None]
    return first * (1 - where) + second * where


def striped(rng, size, first, second):
    angle = np.deg2rad(rng.choice([90, 90, 90, 0, 0, 45]) + rng.normal(0, 3))
    phase = waves(rng, size, size * rng.uniform(0.04, 0.16), angle)
    return mix(first, second, (phase < rng.uniform(0.25, 0.55)).astype(np.float32))


def checked(rng, size, first, second):
    period, share = size * rng.uniform(0.06, 0.18), rng.uniform(0.3, 0.5)
    across = waves(rng, size, period, np.deg2rad(rng.normal(0, 3))) < share
    down = waves(rng, size, period, np.deg2rad(90 + rng.normal(0, 3))) < share
    return mix(first, second, (across.astype(np.float32) + down) / 2)


def dotted(rng, size, first, second):
    image = Image.new("L", (size, size), 0)
    draw, step = ImageDraw.Draw(image), size * rng.uniform(0.05, 0.13)
    radius = step * rng.uniform(0.18, 0.34)
    for row in range(int(size / step) + 2):
        for column in range(int(size / step) + 2):
            x, y = (column + 0.5 * (row % 2)) * step, row * step
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return mix(first, second, np.asarray(image, np.float32) / 255)


def floral(rng, size, first, second):
    image = Image.new("RGB", (size, size), tuple(int(v) for v in first))
    draw = ImageDraw.Draw(image)
    leaf = tuple(int(v) for v in colour(rng, "green"))
    for _ in range(int(rng.integers(18, 50))):
        x, y = rng.uniform(0, size, 2)
        r, turn = size * rng.uniform(0.014, 0.04), rng.uniform(0, 6.28)
        draw.line((x, y, x + rng.normal(0, 3 * r), y + rng.normal(0, 3 * r)), fill=leaf, width=max(1, int(r / 2)))
        for petal in range(5):
            px, py = x + r * np.cos(turn + petal * 1.257), y + r * np.sin(turn + petal * 1.257)
            draw.ellipse((px - r * 0.7, py - r * 0.7, px + r * 0.7, py + r * 0.7), fill=tuple(int(v) for v in second))
        draw.ellipse((x - r * 0.4, y - r * 0.4, x + r * 0.4, y + r * 0.4), fill=(240, 200, 60))
    return np.asarray(image, np.float32)


PATTERNS = {"striped": striped, "checked": checked, "dotted": dotted, "floral": floral}


def denim(rng, size):
    weave = rng.normal(0, 9, (size, size, 1)) + (waves(rng, size, 3.0, 0.8)[..., None] - 0.5) * 14
    return colour(rng, str(rng.choice(["navy", "blue", "light blue"]))) * 0.8 + 25 + weave + clouds(rng, size, 4)[..., None] * 18


def background(rng, size):
    kind = rng.choice(["white", "flat", "gradient", "wood", "cloth", "busy"], p=[0.3, 0.2, 0.15, 0.1, 0.15, 0.1])
    if kind == "white":
        return np.full((size, size, 3), rng.uniform(238, 255), np.float32)
    muted = [str(n) for n in rng.choice(["white", "grey", "beige", "brown", "black", "light blue", "beige", "white", "red", "green", "blue"], 2)]
    first, second = colour(rng, muted[0]), colour(rng, muted[1])
    out = np.ones((size, size, 3), np.float32) * first
    if kind == "gradient":
        out = mix(first, first * rng.uniform(0.6, 0.95), waves(rng, size, size * 1.5, rng.uniform(0, 6.28)))
    if kind == "wood":
        planks = waves(rng, size, size * rng.uniform(0.12, 0.3), float(rng.choice([0, 1.57])))
        out = colour(rng, "brown") * 1.3 + (planks[..., None] - 0.5) * 25
    if kind == "busy":
        out = PATTERNS[str(rng.choice(list(PATTERNS)))](rng, size, first, second)
    return out + clouds(rng, size, int(rng.integers(2, 12)))[..., None] * rng.uniform(2, 14)
