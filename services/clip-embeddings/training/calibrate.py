"""Fits the calibration of a model folder: `python3 calibrate.py --data <data folder> --model <folder>`.

Probability = sigmoid(slope · cosine + intercept), a logistic regression in which true and
false pairs weigh the same. Bands are cosines with a meaning of their own: from "strong" on
nine of ten answers are right; from "possible" on four of five (two of three for pictures
alike), and no more than 5 % of unrelated queries get there; from "weak" on 97 % of the right
pairs are found.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from benchmark import Benchmark, class_prompt, truth
from concepts import COLOURS, PATTERNS, TYPES, WORDS
from data import CLOTHING

STRONG, RECALL, UNRELATED = 0.9, 0.97, 0.95
POSSIBLE = {"textToImage": 0.8, "imageToImage": 0.66}


def logistic(cosines: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """Newton's method on standardised cosines; both outcomes weigh half."""
    middle, spread = cosines.mean(), cosines.std()
    x = np.stack([(cosines - middle) / spread, np.ones_like(cosines)], 1)
    weight = np.where(right, 0.5 / right.sum(), 0.5 / (~right).sum()) * len(right)
    theta = np.zeros(2)
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ theta))
        gradient = x.T @ (weight * (right - p)) - 1e-3 * theta
        curvature = (x * (weight * p * (1 - p))[:, None]).T @ x + 1e-3 * np.eye(2)
        theta += np.linalg.solve(curvature, gradient)
    return float(theta[0] / spread), float(theta[1] - theta[0] * middle / spread)


def cut_for_precision(cosines: np.ndarray, right: np.ndarray, wanted: float) -> float:
    """The lowest cosine from which on at least `wanted` of the pairs are right."""
    order = cosines.argsort()[::-1]
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(precision >= wanted)
    return float(cosines[order[good[-1]]]) if len(good) else float(cosines.max())


def fit(cosines, right, direction: str, strangers=None) -> dict:
    slope, intercept = logistic(cosines, right)
    strong = cut_for_precision(cosines, right, STRONG)
    possible = cut_for_precision(cosines, right, POSSIBLE[direction])
    if strangers is not None:
        possible = max(possible, float(np.quantile(strangers, UNRELATED)))
    strong = max(strong, possible + 0.02)
    weak = min(float(np.quantile(cosines[right], 1 - RECALL)), possible - 0.02)
    names = ("slope", "intercept", "strong", "possible", "weak")
    return {name: round(value, 4) for name, value in zip(names, (slope, intercept, strong, possible, weak))}


def report(title: str, cosines, right, cuts: dict) -> None:
    print(title, cuts)
    for band in ("strong", "possible", "weak"):
        kept = cosines >= cuts[band]
        print(f"  from {band:8} on: precision {right[kept].mean():.3f}  recall {right[kept].sum() / right.sum():.3f}")


def text_pairs(benchmark) -> tuple[np.ndarray, np.ndarray]:
    """Cosines and truths of queries with at least one right answer against every validation photo."""
    vectors = np.concatenate([benchmark.pictures[k].vectors for k in ("clothing", "grocery")])
    facts = np.concatenate([benchmark.pictures[k].facts for k in ("clothing", "grocery")])
    queries = [(class_prompt(c), [c]) for c in CLOTHING]
    queries += [(WORDS[c][0], [c]) for c in TYPES if c not in CLOTHING and c not in ("thing", "food")]
    queries += [(f"{q} {c}", [q, c]) for q in (*COLOURS, *PATTERNS) for c in CLOTHING]
    answers = [truth(facts, concepts) for _, concepts in queries]
    queries, answers = zip(*[(q, a) for q, a in zip(queries, answers) if (a == 1).any()])
    nearness, answers = benchmark.texts([text for text, _ in queries]) @ vectors.T, np.stack(answers)
    return nearness[answers >= 0], answers[answers >= 0] == 1


def image_pairs(benchmark) -> tuple[np.ndarray, np.ndarray]:
    """Cosines of pairs of different validation photos, and whether both show the same class."""
    names = np.concatenate([benchmark.pictures[k].names for k in ("clothing", "grocery")])
    vectors = np.concatenate([benchmark.pictures[k].vectors for k in ("clothing", "grocery")])
    upper = np.triu_indices(len(names), 1)
    return (vectors @ vectors.T)[upper], (names[:, None] == names)[upper]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=Path(__file__).parents[1] / "models" / "recto-mini")
    args = parser.parse_args()
    benchmark = Benchmark(args.data, args.model)
    everything = np.concatenate([benchmark.pictures[k].vectors for k in ("clothing", "grocery", "iconic")])
    # every second unrelated query; the others are left for evaluate.py to say something new
    peaks = (benchmark.texts(benchmark.unrelated[::2]) @ everything.T).max(1)
    pairs, alike = text_pairs(benchmark), image_pairs(benchmark)
    calibration = {"textToImage": fit(*pairs, "textToImage", peaks), "imageToImage": fit(*alike, "imageToImage")}
    report("text to image", *pairs, calibration["textToImage"])
    report("image to image", *alike, calibration["imageToImage"])
    benchmark.close()
    file = args.model / "model.json"
    described = json.loads(file.read_text())
    described["calibration"] = calibration
    file.write_text(json.dumps(described, indent=2) + "\n")


if __name__ == "__main__":
    main()
