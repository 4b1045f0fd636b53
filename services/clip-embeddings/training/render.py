"""Pictures the project draws itself, with everything about them known.

They teach what the photos have no labels for: colours and patterns on any garment, packages
with print on them, and pictures of nothing in particular, on which every type is false.
"""

import numpy as np
import textures
from concepts import PATTERNS, THING, clothing_types, truths
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from shapes import CONTAINERS, FOODS, GARMENTS

LETTERS = np.array(list("ABCDEFGHIKLMNOPRSTUVWaeiourstlnm "))
FOOD_TYPES = {
    "apple": "fruit", "orange fruit": "fruit citrus", "lemon": "fruit citrus", "lime": "fruit citrus", "banana": "fruit", "pear": "fruit",
    "tomato": "vegetable", "carrots": "vegetable", "pepper": "vegetable", "cucumber": "vegetable",
}


def masks(rng, parts, size):
    """One mask per part, all moved by one random affine map."""
    turn, scale = np.deg2rad(rng.normal(0, 7)), rng.uniform(0.68, 0.98) * size / 100
    stretch, mirror = rng.uniform(0.88, 1.12), rng.choice([-1, 1])
    shift = rng.uniform(-0.06, 0.06, 2) * size + size / 2
    turning = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    for kind, points in parts:
        xy = (np.array(points, np.float64) - 50 + rng.normal(0, 0.5, (len(points), 2))) * [stretch * mirror, 1] * scale
        mask = Image.new("L", (size, size), 0)
        ImageDraw.Draw(mask).polygon([tuple(p) for p in xy @ turning.T + shift], fill=255)
        yield kind, np.asarray(mask, np.float32)[..., None] / 255


def lettering(rng, size, ink):
    """Words and a shape in the middle, as (colour, mask): a print on a shirt, a label on a pack."""
    mask = Image.new("L", (size, size), 0)
    draw = ImageDraw.Draw(mask)
    y = rng.uniform(0.34, 0.5) * size
    if rng.uniform() < 0.5:
        r = rng.uniform(0.05, 0.1) * size
        draw.regular_polygon((size / 2, y - r, r), int(rng.integers(3, 8)), fill=255)
    font = ImageFont.load_default()
    for _ in range(int(rng.integers(1, 4))):
        text = "".join(rng.choice(LETTERS, int(rng.integers(3, 9))))
        line = Image.new("L", (60, 12), 0)
        ImageDraw.Draw(line).text((1, 0), text, fill=255, font=font)
        line = line.crop(line.getbbox() or (0, 0, 8, 8))
        height = int(size * rng.uniform(0.05, 0.1))
        width = min(int(line.width * height / line.height), int(size * 0.34))
        mask.paste(line.resize((width, height), Image.BICUBIC), (int(size / 2 - width / 2), int(y)))
        y += height * 1.2
    return ink, np.asarray(mask, np.float32)[..., None] / 255


def cloth(rng, size, main, pattern):
    """The texture of a garment or pack, and the second colour in it, if any."""
    first = textures.colour(rng, main)
    if pattern in textures.PATTERNS:
        second = textures.contrasting(rng, main)
        return textures.PATTERNS[pattern](rng, size, first, textures.colour(rng, second)), second
    return np.ones((size, size, 3), np.float32) * first, None


def compose(rng, size, parts, cover, ink, letters=None):
    picture = textures.background(rng, size)
    shade = 1 + textures.clouds(rng, size, int(rng.integers(3, 9)))[..., None] * rng.uniform(0.03, 0.13)
    drawn = list(masks(rng, parts, size))
    whole = np.clip(sum(mask for _, mask in drawn), 0, 1)
    if rng.uniform() < 0.7:
        blurred = Image.fromarray((whole[..., 0] * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(size * 0.02))
        shadow = np.roll(np.asarray(blurred, np.float32) / 255, (int(size * 0.015), int(size * 0.012)), (0, 1))
        picture = picture * (1 - 0.35 * shadow[..., None])
    behind = picture
    body = cover * shade
    colours = {"body": body, "detail": body * rng.uniform(0.6, 0.85), "stem": np.array([90, 62, 30.0]), "leaf": np.array([60, 120, 45.0]),
               "metal": np.array([185, 188, 192.0]) * shade, "hole": behind}
    for kind, mask in drawn:
        picture = picture * (1 - mask) + colours[kind] * mask
    if ink is not None:
        tone, mask = lettering(letters or rng, size, ink)
        mask = mask * next(m for kind, m in drawn if kind == "body")
        picture = picture * (1 - mask) + tone * mask
    return picture


def posed(rng, size, shape, cover, ink, twin):
    """One picture of a thing, or two of the same thing: cloth and print stay, pose, light and background change."""
    if not twin:
        return compose(rng, size, shape(rng), cover, ink)
    words = int(rng.integers(1 << 31))
    return [compose(rng, size, shape(rng), cover, ink, np.random.default_rng(words)) for _ in range(2)]


def garment(rng, size, twin=False):
    name, main = str(rng.choice(list(GARMENTS))), str(rng.choice(list(textures.RANGES)))
    pattern = str(rng.choice(list(PATTERNS), p=[0.4, 0.2, 0.12, 0.09, 0.09, 0.1]))
    material, second = [], None
    if pattern == "plain" and name in ("pants", "shorts", "skirt", "outwear", "shirt") and rng.uniform() < 0.35:
        cover, main, material = textures.denim(rng, size), "blue", ["denim"]
    else:
        cover, second = cloth(rng, size, main, pattern)
    ink = textures.colour(rng, textures.contrasting(rng, main)) if pattern == "printed" else None
    facts = [c for c in (main, textures.IMPLIED.get(main), second, pattern, *material) if c]
    # a print's own colour and a flower's leaves may be called by name too: not known, not false
    unsure = [*(["navy", "light blue"] if material else []), "multicolour", *([] if pattern == "plain" else ["plain"] if pattern == "printed" else ["printed"])]
    unsure += [c for pair in textures.NEAR if main in pair or second in pair for c in pair]
    if pattern in ("printed", "floral"):
        unsure += list(textures.RANGES)
    return posed(rng, size, GARMENTS[name], cover, ink, twin), truths(clothing_types(name), facts, unsure)


def container(rng, size, twin=False):
    name, main = str(rng.choice(list(CONTAINERS))), str(rng.choice(list(textures.RANGES)))
    cover, second = cloth(rng, size, main, str(rng.choice(["plain", "plain", "plain", "striped"])))
    ink = textures.colour(rng, textures.contrasting(rng, main)) if rng.uniform() < 0.75 else None
    types = [name, THING, *(["package"] if name in ("carton", "bottle", "box", "can", "jar") else [])]
    facts = [c for c in (main, textures.IMPLIED.get(main), second) if c]
    near = [c for pair in textures.NEAR if main in pair or second in pair for c in pair]
    return posed(rng, size, CONTAINERS[name], cover, ink, twin), truths(types, facts, [*near, "multicolour", *PATTERNS])


def food(rng, size, twin=False):
    name = str(rng.choice(list(FOODS)))
    shape, colours = FOODS[name]
    main = str(rng.choice(colours))
    cover = textures.colour(rng, main) + textures.clouds(rng, size, 20)[..., None] * rng.uniform(2, 16)
    types = [name, *FOOD_TYPES[name].split(), "produce", "food", THING]
    sure = truths(types, [main], [c for pair in textures.NEAR if main in pair for c in pair] + list(PATTERNS))
    return posed(rng, size, shape, cover, None, twin), sure


def nothing(rng, size, twin=False):
    """Backgrounds, blots and boxes: no type is true of it, and its colours are nobody's business."""
    picture = textures.background(rng, size)
    for _ in range(int(rng.integers(0, 7))):
        points = rng.uniform(0, 100, (int(rng.integers(3, 9)), 2))
        for _, mask in masks(rng, [("body", points)], size):
            picture = picture * (1 - mask) + textures.colour(rng, str(rng.choice(list(textures.RANGES)))) * mask
    return ([picture, picture] if twin else picture), truths([])


MAKERS = ((garment, 0.66), (container, 0.14), (food, 0.12), (nothing, 0.08))


def photographed(rng, picture, size):
    """A drawing at twice the size, with noise and sometimes blur, as [3, size, size] uint8."""
    picture = picture + rng.normal(0, rng.uniform(0, 5), picture.shape)
    small = Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8)).resize((size, size), Image.BOX)
    if rng.uniform() < 0.3:
        small = small.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.0)))
    return np.asarray(small).transpose(2, 0, 1)


def render(count: int, size: int, seed: int):
    """`count` things, each drawn twice, as [n, 2, 3, size, size] uint8, and their truth vectors."""
    rng = np.random.default_rng(seed)
    makers, shares = zip(*MAKERS)
    images, facts = np.empty((count, 2, 3, size, size), np.uint8), []
    for n in range(count):
        pictures, truth = makers[rng.choice(len(makers), p=shares)](rng, 2 * size, twin=True)
        images[n] = [photographed(rng, picture, size) for picture in pictures]
        facts.append(truth)
    return images, np.stack(facts)
