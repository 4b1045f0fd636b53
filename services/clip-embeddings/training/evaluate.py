"""Prints what a model folder reaches: `python3 evaluate.py --data <data folder> --model <folder>`.

Everything is measured through the exported files and the service's own code, on validation
photos and on pictures rendered from a seed of their own.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from benchmark import Benchmark, class_prompt, known_concepts, truth
from captions import misspelt, plural
from concepts import COLOURS, PATTERNS, WORDS, leaf
from data import CLOTHING


def top1(pictures, names: list[str], vectors: np.ndarray) -> float:
    best = (pictures.vectors @ vectors.T).argmax(1)
    return float(np.mean(np.array(names)[best] == pictures.names))


def precision_at_10(queries, gallery, itself: bool) -> float:
    """Share of the ten nearest that are of the query's class, out of as many as there are."""
    nearness = queries.vectors @ gallery.vectors.T
    if itself:
        np.fill_diagonal(nearness, -2)
    order = nearness.argsort(1)[:, ::-1][:, :10]
    same = gallery.names[order] == queries.names[:, None]
    there = np.array([(gallery.names == name).sum() - itself for name in queries.names])
    counted = there > 0
    return float(np.mean([same[i, : min(10, there[i])].mean() for i in np.flatnonzero(counted)]))


def same_product_first(benchmark) -> float:
    files = sorted((benchmark.data / "originals" / "abo").glob("*/*.jpg"))
    vectors, products = benchmark.embedder.images(files), np.array([file.parent.name for file in files])
    others = np.concatenate([benchmark.pictures[k].vectors for k in ("clothing", "grocery", "iconic")])
    nearness = vectors @ np.concatenate([vectors, others]).T
    np.fill_diagonal(nearness, -2)
    best = nearness.argmax(1)
    return float(np.mean([b < len(files) and products[b] == product for b, product in zip(best, products)]))


def query_precision(benchmark, pictures, queries: list[tuple[str, list[str]]]) -> tuple[float, int]:
    """Mean share of right answers in the top 10 (or in as many as there are); unknown ones are passed over."""
    vectors, shares = benchmark.texts([text for text, _ in queries]), []
    for (_, concepts), vector in zip(queries, vectors):
        answer = truth(pictures.facts, concepts)
        ranked = answer[(pictures.vectors @ vector).argsort()[::-1]]
        ranked = ranked[ranked >= 0][: min(10, (answer == 1).sum())]
        shares.append(ranked.mean())
    return float(np.mean(shares)), len(shares)


def words_robustness(benchmark) -> dict[str, float]:
    """Clothing top-1 when the class is said in another way."""
    rng, pictures, out = np.random.default_rng(5), benchmark.pictures["clothing"], {}
    ways = {
        "plural": lambda name: plural(name),
        "one letter wrong": lambda name: misspelt(rng, WORDS[name][0]),
        "a synonym": lambda name: WORDS[name][int(rng.integers(1, len(WORDS[name])))],
        "name last": lambda name: f"on white background, photo: {name}",
    }
    for way, say in ways.items():
        scores = [top1(pictures, list(CLOTHING), benchmark.texts([say(name) for name in CLOTHING])) for _ in range(5)]
        out[way] = float(np.mean(scores))
    return out


def measure(benchmark) -> list[tuple[str, str]]:
    pictures, rows = benchmark.pictures, []
    percent = lambda value: f"{100 * value:.1f} %"
    add = lambda name, value: rows.append((name, value if isinstance(value, str) else percent(value)))
    add("clothing top-1 by text, 10 classes, 341 photos", top1(pictures["clothing"], list(CLOTHING), benchmark.texts([class_prompt(c) for c in CLOTHING])))
    fine = benchmark.texts([class_prompt(name) for name in benchmark.fine])
    add("grocery top-1 by text, 81 products, 296 photos", top1(pictures["grocery"], [leaf(n) for n in benchmark.fine], fine))
    both = np.concatenate([benchmark.texts([class_prompt(c) for c in CLOTHING]), fine])
    names = [*CLOTHING, *(leaf(n) for n in benchmark.fine)]
    add("clothing top-1 among all 91 names", top1(pictures["clothing"], names, both))
    add("grocery top-1 among all 91 names", top1(pictures["grocery"], names, both))
    for way, score in words_robustness(benchmark).items():
        add(f"clothing top-1, class said as {way}", score)
    for kind in ("clothing", "grocery"):
        add(f"{kind} image → image precision@10, validation among itself", precision_at_10(pictures[kind], pictures[kind], True))
        if f"{kind} train" in pictures:
            add(f"{kind} image → image precision@10, validation → training photos", precision_at_10(pictures[kind], pictures[f"{kind} train"], False))
    add("grocery natural → its own pack shot first, of 81", top1(pictures["grocery"], list(pictures["iconic"].names), pictures["iconic"].vectors))
    add("another view of the same product first, ABO products among all photos", same_product_first(benchmark))
    for kind, title in (("rendered", "rendered garments"), ("clothing", "real garments")):
        facts = pictures[kind].facts
        colours = known_concepts(facts, [c for c in COLOURS if c != "multicolour"])
        score, count = query_precision(benchmark, pictures[kind], [(f"{c} clothes", [c, "clothes"]) for c in colours])
        add(f"“<colour> clothes” right in the top 10, {title}, {count} queries", score)
        pairs = [(f"a {c} {t}", [c, t]) for c in colours for t in CLOTHING if (truth(facts, [c, t]) == 1).sum() >= 3]
        score, count = query_precision(benchmark, pictures[kind], pairs)
        add(f"“a <colour> <type>” right in the top 10, {title}, {count} queries", score)
        colour_only = [query_precision(benchmark, pictures[kind], [(text, [c])])[0] for text, (c, _) in pairs]
        add(f"… the colour alone right, {title}", float(np.mean(colour_only)))
        patterns = [(f"{p} {t}", [p, t]) for p in PATTERNS for t in CLOTHING if (truth(facts, [p, t]) == 1).sum() >= 3]
        score, count = query_precision(benchmark, pictures[kind], patterns)
        add(f"“<pattern> <type>” right in the top 10, {title}, {count} queries", score)
    fruit = [(f"{c} {t}", [c, t]) for c, t in (("red", "apple"), ("green", "apple"), ("yellow", "pepper"), ("red", "pepper"), ("green", "pepper"), ("orange", "pepper"), ("green", "pear"))]
    fruit = [(text, both) for text, both in fruit if (truth(pictures["grocery"].facts, both) == 1).any()]
    score, count = query_precision(benchmark, pictures["grocery"], fruit)
    add(f"“red apple”, “green pepper” …, {count} queries", score)
    cuts = json.loads((benchmark.model / "model.json").read_text())["calibration"]["textToImage"]
    everything = np.concatenate([pictures[k].vectors for k in ("clothing", "grocery", "iconic")])
    peak = (benchmark.texts(benchmark.unrelated[1::2]) @ everything.T).max(1)  # calibrate.py has seen the others
    add(f"unrelated queries with nothing above weak, {len(peak)} queries", float(np.mean(peak < cuts["possible"])))
    add("unrelated queries with nothing at all", float(np.mean(peak < cuts["weak"])))
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=Path(__file__).parents[1] / "models" / "recto-mini")
    parser.add_argument("--training-gallery", action="store_true", help="also search among the training photos")
    args = parser.parse_args()
    benchmark = Benchmark(args.data, args.model, args.training_gallery)
    for name, value in measure(benchmark):
        print(f"{value:>8}  {name}")
    benchmark.close()


if __name__ == "__main__":
    main()
