"""Which concepts are true of which photo: the model's supervision.

Truth has three values: 1 (true), 0 (false), -1 (unknown, never trained on). Types of real
photos come from their folder; colours of produce from the table below; colours and patterns
of garments from labels read off the photos (labels.py) or from the renderer.
"""

import numpy as np
from vocabulary import (BRANDS, CLOTHING, CLOTHING_GROUPS, COLOURS, GROUPS, MATERIALS, OTHER, PACKAGES, PATTERNS, PRODUCE,
                        PRODUCT_NAMES, THING)

WORDS: dict[str, list[str]] = {
    **COLOURS, **PATTERNS, **MATERIALS, **CLOTHING, **CLOTHING_GROUPS, **PRODUCE, **PACKAGES, **BRANDS, **GROUPS, **PRODUCT_NAMES,
}
CONCEPTS = [OTHER, *WORDS]
INDEX = {name: i for i, name in enumerate(CONCEPTS)}
QUALITIES = (*COLOURS, *PATTERNS, *MATERIALS)  # unknown unless a label says otherwise
TYPES = [c for c in CONCEPTS if c not in QUALITIES and c != OTHER]

# fine produce → (coarse types, colours that are true, colours that may be true)
_PRODUCE = """
golden delicious|apple|green yellow|
granny smith|apple|green|
pink lady|apple|red|pink yellow green orange
red delicious|apple|red|black brown
royal gala|apple|red|yellow orange green
avocado||green|black brown
banana||yellow|green
kiwi||brown|green
lemon|citrus|yellow|
lime|citrus|green|yellow
mango|||green red yellow orange purple
cantaloupe|melon||beige yellow orange brown green grey
galia melon|melon||yellow orange beige green brown
honeydew melon|melon|yellow|green white
watermelon|melon|green|red black yellow
nectarine||red|orange yellow pink purple
orange fruit|citrus|orange|yellow
papaya|||green yellow orange
passion fruit||purple|brown black red
peach|||red orange pink yellow
anjou|pear|green|yellow
conference|pear|green|brown yellow
kaiser|pear|brown|green yellow orange
pineapple|||brown yellow green orange
plum||purple|red blue black navy pink yellow orange
pomegranate||red|pink
red grapefruit|citrus|orange|red pink yellow
satsumas|citrus|orange|yellow red
asparagus||green|purple white
aubergine||purple|black
cabbage||green|white yellow
carrots||orange|
cucumber||green|black
garlic||white|purple beige grey pink
ginger||brown|beige yellow
leek||green|white
brown cap mushroom||brown|white beige
yellow onion||yellow|brown orange beige
green bell pepper|pepper|green|
orange bell pepper|pepper|orange|yellow red
red bell pepper|pepper|red|orange
yellow bell pepper|pepper|yellow|orange
floury potato|potato||brown beige yellow pink red
solid potato|potato||brown beige yellow
sweet potato|potato||orange brown red pink purple
red beet||purple|red brown black pink
beef tomato|tomato|red|orange
regular tomato|tomato|red|orange
vine tomato|tomato|red|orange green
zucchini||green|black
"""

_FRUIT_ENDS_AT = "satsumas"
SAME_NAME = {"Orange": "orange fruit", "Brown-Cap-Mushroom": "brown cap mushroom"}


def _produce_table():
    table, group = {}, "fruit"
    for line in _PRODUCE.strip().splitlines():
        name, coarse, certain, possible = line.split("|")
        table[name] = ([*coarse.split(), group, "produce", "food", THING], certain.split(), possible.split())
        if name == _FRUIT_ENDS_AT:
            group = "vegetable"
    return table


PRODUCE_TABLE = _produce_table()


def product_types(name: str) -> list[str]:
    """What a packaged product is besides its own name, read off the name."""
    words = name.lower().replace("-", " ")
    found = [name, "package", "food", THING]
    found += [brand for brand in BRANDS if words.startswith(brand)]
    found += [k for k in ("oat milk", "soy milk", "sour cream", "sour milk", "oatghurt", "soyghurt", "yoghurt",
                          "vanilla", "strawberry", "blueberry") if k in words]
    if name.startswith(("Bravo", "God-Morgon", "Tropicana")):
        found += ["juice", "drink", "carton"]
        found += [f"{k} juice" for k in ("apple", "orange", "grapefruit", "mandarin") if k in words]
        if name == "Tropicana-Juice-Smooth":
            found.append("orange juice")
    elif "fat milk" in words or "standard milk" in words:
        found += ["milk", "dairy", "drink", "carton"] + (["medium fat milk"] if "medium" in words else [])
    elif "oat milk" in words or "soy milk" in words:
        found += ["drink", "carton"]
    if words.startswith(("arla", "garant", "valio", "yoggi")):
        found.append("dairy")
    if words.startswith(("oatly", "alpro")):
        found.append("plant based")
    if "ecological" in words:
        found.append("organic")
    if "lactose" in words:
        found.append("lactose free")
    return found


# Where one name may or may not hold for a photo of the other.
_DOUBTFUL = {
    "dress": ["shirt"], "hat": ["clothes"], "shoes": ["clothes"], "outwear": ["top", "longsleeve"], "shirt": ["longsleeve"],
    "longsleeve": ["outwear"], "Arla-Sour-Milk": ["yoghurt", "drink"], "pepper": ["fruit"], "tomato": ["fruit"], "avocado": ["vegetable"],
    "Oatly-Natural-Oatghurt": ["yoghurt", "dairy", "carton"], "Alpro-Blueberry-Soyghurt": ["yoghurt", "dairy", "carton"],
    "Alpro-Vanilla-Soyghurt": ["yoghurt", "dairy", "carton"], "soy milk": ["milk", "dairy"], "oat milk": ["milk", "dairy"],
    "satsumas": ["orange fruit"], "nectarine": ["peach"], "package": ["box", "carton", "bottle", "drink"], "box": ["package", "carton", "food"],
    "carton": ["package", "box", "food", "drink", "milk", "juice"], "bottle": ["package", "food", "drink"], "jar": ["package", "food"],
    "can": ["package", "food", "drink"], "bag": ["package"], "mug": ["jar"],
    "juice": ["organic"], "apple juice": ["apple"], "orange juice": ["orange fruit"], "mandarin juice": ["satsumas", "orange juice"],
    "grapefruit juice": ["red grapefruit"],
}


def truths(types: list[str], yes: list[str] = (), maybe: list[str] | None = None) -> np.ndarray:
    """The truth vector of a picture. `maybe` None: nothing is known of its qualities beyond `yes`."""
    out = np.zeros(len(CONCEPTS), np.int8)
    for quality in QUALITIES if maybe is None else maybe:
        out[INDEX[quality]] = -1
    for name in types:
        for other in _DOUBTFUL.get(name, ()):
            out[INDEX[other]] = -1
    for name in (*types, *yes):
        out[INDEX[name]] = 1
    return out


def clothing_types(label: str) -> list[str]:
    groups = [] if label in ("hat", "shoes") else ["clothes"]
    return [label, THING, *groups, *(["top"] if label in ("t-shirt", "longsleeve", "shirt") else [])]


def leaf(label: str) -> str:
    """The concept that a folder or fine class name stands for."""
    if label in CLOTHING or label in PRODUCT_NAMES:
        return label
    return SAME_NAME.get(label, label.lower().replace("-", " "))


def photo_truths(label: str) -> np.ndarray:
    """Truths of a real photo from its class alone."""
    name = leaf(label)
    if name in CLOTHING:
        return truths(clothing_types(name))
    if name in PRODUCT_NAMES:
        return truths(product_types(name))
    types, certain, possible = PRODUCE_TABLE[name]
    unknown = [*possible, *PATTERNS, *MATERIALS, "navy", "light blue", "multicolour"]
    return truths([name, *types], certain, unknown)
