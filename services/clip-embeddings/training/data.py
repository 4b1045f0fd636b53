"""The photos: where they lie, what they are called, and their pixels as one array."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

CLOTHING = ("dress", "hat", "longsleeve", "outwear", "pants", "shirt", "shoes", "shorts", "skirt", "t-shirt")


@dataclass(frozen=True)
class Photo:
    path: Path
    kind: str  # "clothing", "grocery" or "iconic"
    label: str  # the folder's class name, or the grocery set's fine class name


def grocery_classes(data: Path) -> list[dict]:
    """Fine name, coarse name and iconic picture of the 81 products, in the order of their ids."""
    with open(data / "grocery" / "classes.csv", encoding="utf-8-sig") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row["Class ID (int)"]))
    return [
        {
            "fine": row["Class Name (str)"],
            "coarse": row["Coarse Class Name (str)"],
            "iconic": row["Iconic Image Path (str)"].split("/iconic-images-and-descriptions/")[1],
        }
        for row in rows
    ]


def clothing(data: Path, split: str) -> list[Photo]:
    folder = data / "clothing" / split
    return [Photo(p, "clothing", label) for label in CLOTHING for p in sorted((folder / label).glob("*.jpg"))]


def grocery(data: Path, split: str) -> list[Photo]:
    names = [row["fine"] for row in grocery_classes(data)]
    lines = (data / "grocery" / f"{split}.txt").read_text().splitlines()
    rows = [line.split(", ") for line in lines if line.strip()]
    return [Photo(data / "grocery" / path, "grocery", names[int(fine)]) for path, fine, _ in rows]


def iconic(data: Path) -> list[Photo]:
    folder = data / "grocery" / "iconic"
    return [Photo(folder / row["iconic"], "iconic", row["fine"]) for row in grocery_classes(data)]


def upright_rgb(image: Image.Image) -> Image.Image:
    """Upright by EXIF, any alpha laid over white: what the service does before its resize."""
    image = ImageOps.exif_transpose(image)
    if image.mode in ("RGBA", "LA", "P"):
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, (255, 255, 255, 255))
        image = Image.alpha_composite(white, image)
    return image.convert("RGB")


def pixels(photos: list[Photo], size: int) -> np.ndarray:
    """[n, 3, size, size] uint8, each picture stretched to the square ("fit": "stretch")."""
    out = np.empty((len(photos), 3, size, size), np.uint8)
    for row, photo in zip(out, photos):
        with Image.open(photo.path) as image:
            square = upright_rgb(image).resize((size, size), Image.BICUBIC)
        row[:] = np.asarray(square).transpose(2, 0, 1)
    return out
