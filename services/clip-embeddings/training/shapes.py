"""Outlines of things as polygons and ellipses in a 100 × 100 box, jittered so no two are alike.

A shape is a list of parts; a part is ("body" | "detail", points). "body" parts carry the
thing's colour and pattern, "detail" parts a darker or a given colour.
"""

import numpy as np


def ellipse(x, y, rx, ry, count=28):
    turn = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return [(x + rx * np.cos(t), y + ry * np.sin(t)) for t in turn]


def upper(rng, sleeve, length, open_front=False, collar=False):
    """A garment for the upper body: sleeve 0…1 from short to long."""
    w, s, drop = rng.uniform(20, 26), rng.uniform(6, 9), 14 + 50 * sleeve + rng.uniform(-3, 3)
    reach = w + 10 + 8 * sleeve + rng.uniform(-2, 6) * (1 - sleeve)
    hem, flare = 18 + length, rng.uniform(-1, 4)
    body = [(50 - s, 16), (50 - w + 4, 20), (50 - reach, 22 + drop), (50 - reach + 10, 26 + drop), (50 - w, 40), (50 - w - flare, hem),
            (50 + w + flare, hem), (50 + w, 40), (50 + reach - 10, 26 + drop), (50 + reach, 22 + drop), (50 + w - 4, 20), (50 + s, 16)]
    neck = rng.uniform(3, 9)
    parts = [("body", [*body, (50, 16 + neck)])]
    if open_front:
        parts.append(("detail", [(49, 18 + neck), (51, 18 + neck), (51, hem), (49, hem)]))
    if collar:
        parts += [("detail", [(50 - s, 16), (50, 16 + neck), (50 - s + 1, 27)]), ("detail", [(50 + s, 16), (50, 16 + neck), (50 + s - 1, 27)])]
        parts += [("detail", ellipse(50, y, 0.9, 0.9, 8)) for y in np.arange(32, hem - 4, 9)]
    return parts


def lower(rng, length, flare):
    """Trousers and shorts."""
    waist, top, hem = rng.uniform(14, 20), rng.uniform(10, 16), 0.0
    hem = top + length
    spread = waist + rng.uniform(3, 8) + flare
    leg = rng.uniform(8, 12) + flare
    crotch = top + rng.uniform(22, 27)
    return [("body", [(50 - waist, top), (50 - spread, hem), (50 - spread + leg + 4, hem), (50, crotch),
                      (50 + spread - leg - 4, hem), (50 + spread, hem), (50 + waist, top)]),
            ("detail", [(50 - waist, top), (50 + waist, top), (50 + waist, top + 3), (50 - waist, top + 3)])]


def skirt(rng):
    waist, hem, top = rng.uniform(12, 17), rng.uniform(24, 38), rng.uniform(18, 26)
    bottom = top + rng.uniform(35, 55)
    return [("body", [(50 - waist, top), (50 - hem, bottom), (50, bottom + 4), (50 + hem, bottom), (50 + waist, top)]),
            ("detail", [(50 - waist, top), (50 + waist, top), (50 + waist, top + 3), (50 - waist, top + 3)])]


def dress(rng):
    w, waist, hem = rng.uniform(13, 17), rng.uniform(9, 13), rng.uniform(18, 34)
    sleeves = rng.uniform() < 0.4
    arms_left = [(50 - w - 10, 26), (50 - w - 6, 31)] if sleeves else []
    arms_right = [(50 + w + 6, 31), (50 + w + 10, 26)] if sleeves else []
    return [("body", [(50 - 6, 8), (50 - w, 11), *arms_left, (50 - w + 2, 26), (50 - waist, 40), (50 - hem, 93), (50 + hem, 93),
                      (50 + waist, 40), (50 + w - 2, 26), *arms_right, (50 + w, 11), (50 + 6, 8), (50, rng.uniform(12, 20))])]


def hat(rng):
    if rng.uniform() < 0.5:  # a cap
        return [("body", [(22, 58), (24, 40), (34, 28), (50, 24), (66, 28), (75, 42), (76, 58)]),
                ("body", [(70, 54), (76, 58), (96, 64), (94, 70), (70, 66), (40, 60)])]
    return [("body", ellipse(50, 64, rng.uniform(36, 44), rng.uniform(7, 11))), ("body", [(30, 62), (34, 32), (50, 28), (66, 32), (70, 62)]),
            ("detail", [(30, 56), (70, 56), (70, 62), (30, 62)])]


def shoes(rng):
    boot = rng.uniform() < 0.3
    shaft = 20 if boot else 42
    return [("body", [(12, 72), (12, shaft), (34, shaft), (40, 54), (62, 60), (82, 64), (90, 72)]),
            ("detail", [(10, 72), (90, 72), (90, 78), (10, 78)]), *[("detail", [(38 + 6 * i, 54 + 2 * i), (42 + 6 * i, 54 + 2 * i), (38 + 6 * i, 62)]) for i in range(3)]]


def apple(rng):
    return [("body", [*ellipse(40, 54, 26, 28), *[]]), ("body", ellipse(60, 54, 26, 28)), ("stem", [(49, 30), (53, 14), (55, 15), (52, 31)])]


def round_fruit(rng):
    return [("body", ellipse(50, 52, 36, rng.uniform(31, 36))), ("stem", ellipse(50, 24, 2, 2, 8))]


def tomato(rng):
    return [("body", ellipse(50, 54, 38, rng.uniform(29, 33))), ("leaf", [(50, 26), (36, 22), (46, 30), (38, 38), (50, 32), (62, 38), (54, 30), (64, 22)])]


def lemon(rng):
    return [("body", [*ellipse(50, 50, 32, 24)]), ("body", [(14, 50), (24, 42), (24, 58)]), ("body", [(86, 50), (76, 42), (76, 58)])]


def banana(rng):
    outer = [(50 + 46 * np.cos(t), 20 + 52 * np.sin(t)) for t in np.linspace(0.15, 2.9, 20)]
    inner = [(50 + 34 * np.cos(t), 16 + 34 * np.sin(t)) for t in np.linspace(2.9, 0.15, 20)]
    return [("body", outer + inner), ("stem", [(94, 26), (98, 14), (92, 14)])]


def pear(rng):
    return [("body", ellipse(50, 64, 26, 25)), ("body", [(26, 60), (40, 30), (46, 22), (54, 22), (60, 30), (74, 60)]), ("stem", [(49, 22), (54, 8), (56, 9), (52, 23)])]


def carrot(rng):
    return [("body", [(30, 30), (50, 24), (56, 34), (22, 92), (18, 92)]), ("leaf", [(40, 28), (42, 6), (50, 18), (60, 6), (56, 22), (70, 18), (50, 32)])]


def pepper(rng):
    return [("body", ellipse(36, 54, 20, 32)), ("body", ellipse(64, 54, 20, 32)), ("body", ellipse(50, 56, 18, 32)), ("leaf", [(46, 28), (44, 12), (52, 10), (54, 28)])]


def cucumber(rng):
    return [("body", [(10, 44), (20, 40), (82, 42), (92, 49), (84, 56), (20, 58), (10, 54)])]


def carton(rng):
    w, top = rng.uniform(15, 22), rng.uniform(16, 28)
    return [("body", [(50 - w, top + 14), (50 + w, top + 14), (50 + w, 94), (50 - w, 94)]), ("detail", [(50 - w, top + 14), (50 - w + 6, top), (50 + w - 6, top), (50 + w, top + 14)])]


def bottle(rng):
    w, neck = rng.uniform(12, 18), rng.uniform(4, 6)
    return [("body", [(50 - neck, 10), (50 - neck, 28), (50 - w, 42), (50 - w, 94), (50 + w, 94), (50 + w, 42), (50 + neck, 28), (50 + neck, 10)]),
            ("detail", [(50 - neck - 1, 6), (50 + neck + 1, 6), (50 + neck + 1, 13), (50 - neck - 1, 13)])]


def box(rng):
    w, h, d = rng.uniform(20, 32), rng.uniform(28, 40), rng.uniform(6, 12)
    return [("body", [(50 - w, 55 - h), (50 + w - d, 55 - h), (50 + w - d, 55 + h), (50 - w, 55 + h)]),
            ("detail", [(50 + w - d, 55 - h), (50 + w, 50 - h), (50 + w, 50 + h), (50 + w - d, 55 + h)])]


def can(rng):
    w, h = rng.uniform(16, 24), rng.uniform(24, 34)
    return [("body", [(50 - w, 52 - h), (50 + w, 52 - h), (50 + w, 52 + h), (50 - w, 52 + h)]), ("body", ellipse(50, 52 + h, w, 5)), ("metal", ellipse(50, 52 - h, w, 5))]


def bag(rng):
    w, top = rng.uniform(24, 32), rng.uniform(36, 46)
    return [("body", [(50 - w + 3, top), (50 + w - 3, top), (50 + w, 92), (50 - w, 92)]),
            ("detail", [*[(50 + 14 * np.cos(t), top - 22 * np.sin(t)) for t in np.linspace(0, np.pi, 12)], *[(50 + 11 * np.cos(t), top - 18 * np.sin(t)) for t in np.linspace(np.pi, 0, 12)]])]


def mug(rng):
    return [("detail", ellipse(70, 54, 18, 16)), ("hole", ellipse(70, 54, 12, 10)), ("body", [(24, 26), (68, 26), (66, 82), (26, 82)]), ("detail", ellipse(46, 26, 22, 4))]


def jar(rng):
    w = rng.uniform(20, 27)
    return [("body", [(50 - w, 34), (50 - w + 5, 28), (50 + w - 5, 28), (50 + w, 34), (50 + w, 88), (50 - w, 88)]), ("metal", [(50 - w + 3, 18), (50 + w - 3, 18), (50 + w - 3, 28), (50 - w + 3, 28)])]


GARMENTS = {
    "t-shirt": lambda r: upper(r, 0.0, r.uniform(58, 72)), "longsleeve": lambda r: upper(r, r.uniform(0.8, 1), r.uniform(56, 68)),
    "shirt": lambda r: upper(r, r.uniform(0.8, 1) if r.uniform() < 0.75 else 0.0, r.uniform(62, 74), True, True),
    "outwear": lambda r: upper(r, r.uniform(0.85, 1), r.uniform(64, 78), True), "pants": lambda r: lower(r, r.uniform(72, 82), r.uniform(-2, 5)),
    "shorts": lambda r: lower(r, r.uniform(36, 46), r.uniform(2, 8)), "skirt": skirt, "dress": dress, "hat": hat, "shoes": shoes,
}
FOODS = {  # shape and the colours it comes in
    "apple": (apple, ["red", "green", "yellow"]), "orange fruit": (round_fruit, ["orange"]), "tomato": (tomato, ["red"]),
    "lemon": (lemon, ["yellow"]), "lime": (lemon, ["green"]), "banana": (banana, ["yellow"]), "pear": (pear, ["green", "yellow"]),
    "carrots": (carrot, ["orange"]), "pepper": (pepper, ["red", "green", "yellow", "orange"]), "cucumber": (cucumber, ["green"]),
}
CONTAINERS = {"carton": carton, "bottle": bottle, "box": box, "can": can, "bag": bag, "mug": mug, "jar": jar}
