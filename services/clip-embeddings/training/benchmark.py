"""What is embedded to measure a model: validation photos and their truths, the pack shots (training had those), and queries."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from concepts import CONCEPTS, INDEX, leaf
from data import CLOTHING, clothing, grocery, grocery_classes, iconic
from embedding import Embedder
from labels import photo_facts
from PIL import Image
from render import garment

ARTICLE = {"shorts": "", "pants": "", "shoes": "", "outwear": ""}
RENDERED = 400


@dataclass
class Pictures:
    """Vectors [n, d], truths [n, concepts] and class names of some pictures."""

    vectors: np.ndarray
    facts: np.ndarray
    names: np.ndarray


def class_prompt(label: str) -> str:
    article = ARTICLE.get(label, "a ")
    return f"a photo of {article}{label.lower().replace('-', ' ') if label not in CLOTHING else label}"


def rendered_garments(folder: Path) -> tuple[list[Path], np.ndarray]:
    """Garments drawn from a seed that training does not use."""
    rng, files, facts = np.random.default_rng(990), [], []
    for n in range(RENDERED):
        picture, truth = garment(rng, 320)
        files.append(folder / f"{n}.png")
        Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8)).resize((240, 240), Image.BOX).save(files[-1])
        facts.append(truth)
    return files, np.stack(facts)


class Benchmark:
    def __init__(self, data: Path, model: Path, training_gallery: bool = False):
        self.data, self.model, self.embedder = data, model, Embedder(model)
        groups = {"clothing": clothing(data, "validation"), "grocery": grocery(data, "val"), "iconic": iconic(data)}
        if training_gallery:
            groups |= {"clothing train": clothing(data, "train"), "grocery train": grocery(data, "train")}
        with tempfile.TemporaryDirectory() as folder:
            drawn, drawn_facts = rendered_garments(Path(folder))
            files = [p.path for photos in groups.values() for p in photos] + drawn
            vectors = self.embedder.images(files)
        self.pictures, at = {}, 0
        for name, photos in groups.items():
            part = vectors[at : at + len(photos)]
            self.pictures[name] = Pictures(part, photo_facts(photos), np.array([leaf(p.label) for p in photos]))
            at += len(photos)
        self.pictures["rendered"] = Pictures(vectors[at:], drawn_facts, np.array([""] * len(drawn)))
        self.fine = [row["fine"] for row in grocery_classes(data)]
        self.unrelated = (Path(__file__).parent / "labels" / "unrelated.txt").read_text().splitlines()

    def texts(self, texts: list[str]) -> np.ndarray:
        return self.embedder.texts(texts)

    def close(self) -> None:
        self.embedder.close()


def truth(facts: np.ndarray, concepts: list[str]) -> np.ndarray:
    """1 where all concepts are true, 0 where one is false, -1 where it is not known."""
    parts = facts[:, [INDEX[c] for c in concepts]]
    return np.where((parts == 0).any(1), 0, parts.min(1))


def known_concepts(facts: np.ndarray, among, least: int = 4) -> list[str]:
    """The concepts that are true of at least `least` pictures."""
    return [c for c in among if (facts[:, INDEX[c]] == 1).sum() >= least and c in CONCEPTS]
