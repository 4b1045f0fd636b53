"""Reads the towers and the concept space back out of a model folder, to train on from there.

The files hold the weights as float16; float checkpoints are not kept, and the difference is
far below what one training step changes.
"""

import base64
import json
import math
from pathlib import Path

import numpy as np
import onnx
import torch
from captions import Captions
from concepts import CONCEPTS, WORDS
from data import Photo, pixels
from image_tower import SIZE, ImageTower
from onnx import numpy_helper
from space import ConceptSpace
from text_tower import TextTower
from tokenizer import Tokenizer
from train_text import padded

STRANGER = "bicycle"  # a word outside the vocabulary, to start OTHER from
CHUNK = 100
SCALES = {"match": 30.0, "choice": 40.0}  # an exported model's cosines with texts are small: about where they settle
HALVED = "_f16"  # export.py's ending for what it stored as float16
FITTING = {"sentences": 12_000, "steps": 400, "batch": 1000, "rate": 2e-3}


def weights(file: Path) -> tuple[onnx.ModelProto, dict[str, torch.Tensor]]:
    model = onnx.load(str(file))
    found = {t.name.removesuffix(HALVED): numpy_helper.to_array(t).astype(np.float32) for t in model.graph.initializer}
    return model, {name: torch.from_numpy(array.copy()) for name, array in found.items()}


def image_tower(folder: Path) -> ImageTower:
    tower = ImageTower()
    tower.load_state_dict(weights(folder / "image.onnx")[1])
    return tower


def text_tower(folder: Path) -> TextTower:
    """Linear layers over sequences lose their names in the export, but keep their order."""
    model, found = weights(folder / "text.onnx")
    unnamed = [node.input[1] for node in model.graph.node if node.op_type == "MatMul" and node.input[1] in found]
    tower = TextTower(len(found["embed.weight"]))
    linear = [f"{name}.weight" for name, layer in tower.named_modules() if isinstance(layer, torch.nn.Linear) and name != "project"]
    for name, stored in zip(linear, unnamed, strict=True):
        found[name] = found.pop(stored).T
    tower.load_state_dict(found)
    return tower.eval()


def check(folder: Path, image: ImageTower, text: TextTower) -> None:
    """The towers read back must answer the model's own probe as the model does."""
    probe = json.loads((folder / "model.json").read_text())["probe"]
    picture = Photo(folder / probe["image"], "probe", "")
    tokens = Tokenizer.load(folder / "tokenizer.json").encode(probe["text"])
    with torch.no_grad():
        answers = {
            "image": image.eval()(torch.from_numpy(pixels([picture], SIZE)).float() / 127.5 - 1)[0],
            "text": text(torch.tensor([tokens]))[0],
        }
    for side, answer in answers.items():
        wanted = torch.from_numpy(np.frombuffer(base64.b64decode(probe[f"{side}Embedding"]), np.float32).copy())
        if torch.dot(answer, wanted) < 0.9999:
            raise ValueError(f"{folder}: the {side} tower read back does not answer the probe as the exported one does")


def concept_space(tower: TextTower, tokenizer: Tokenizer, captions: Captions) -> ConceptSpace:
    """The concept vectors whose sums lie where the text tower puts sentences.

    Directions come from single words; how much each concept weighs in a sum, only from
    sentences of several.
    """
    said = [(text, concepts) for text, concepts, foreign in (captions.sample() for _ in range(FITTING["sentences"])) if foreign == 0]
    space, (texts, concepts) = ConceptSpace(), zip(*said)
    width = max(map(len, concepts))
    meant = torch.tensor([row + [-1] * (width - len(row)) for row in concepts])
    with torch.no_grad():
        space.vectors.copy_(tower(padded([tokenizer.encode(WORDS[c][0] if c in WORDS else STRANGER) for c in CONCEPTS])))
        rows = [tokenizer.encode(text) for text in texts]
        wanted = torch.cat([tower(padded(rows[at : at + CHUNK])) for at in range(0, len(rows), CHUNK)])
    optimiser = torch.optim.Adam([space.vectors], FITTING["rate"])
    for step in range(FITTING["steps"]):
        optimiser.param_groups[0]["lr"] = FITTING["rate"] * (1 - step / FITTING["steps"])
        some = torch.randint(len(meant), (FITTING["batch"],))
        loss = (1 - (space.sentences(meant[some]) * wanted[some]).sum(-1)).mean()
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
    print(f"concept space: mean distance from the text tower's sentences {loss.item():.4f}", flush=True)
    space.vectors.requires_grad_(False)  # the text tower stays, so the space must
    with torch.no_grad():
        for scale, value in ((space.match_scale, SCALES["match"]), (space.choice_scale, SCALES["choice"])):
            scale.fill_(math.log(value))
    return space
