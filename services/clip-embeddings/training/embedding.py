"""Vectors from an exported model, through the service's own decoding, tokeniser and runtime."""

import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from image_tower import DIMENSIONS

HERE = Path(__file__).parent
COMMAND = ["npx", "--no-install", "tsx", str(HERE / "embed.ts")]


def record_probe(model: Path) -> None:
    """Writes what the exported model answers to its probe into model.json."""
    subprocess.run([*COMMAND, str(model.resolve()), "--record"], check=True, cwd=HERE.parent)


class Embedder:
    """Keeps one process with the model loaded."""

    def __init__(self, model: Path):
        self.folder = tempfile.TemporaryDirectory()
        self.process = subprocess.Popen(
            [*COMMAND, str(model.resolve())], cwd=HERE.parent, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def _ask(self, images: list[str], texts: list[str]) -> np.ndarray:
        answer = Path(self.folder.name) / "answer.f32"
        self.process.stdin.write(json.dumps({"images": images, "texts": texts, "answer": str(answer)}) + "\n")
        self.process.stdin.flush()
        if self.process.stdout.readline().strip() != str(answer):
            raise RuntimeError("the embedding process ended; its own message is above")
        vectors = np.fromfile(answer, np.float32).reshape(-1, DIMENSIONS)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-9)

    def images(self, files: list[Path]) -> np.ndarray:
        return self._ask([str(file.resolve()) for file in files], [])

    def texts(self, texts: list[str]) -> np.ndarray:
        return self._ask([], texts)

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()
        self.folder.cleanup()
