"""Writes the model folder from a work folder: `python3 export.py --work <work> --model <folder>`.

With `--from <model folder>`, the one that training went on from, the image tower's weights are
averaged with its own (`--share` of the new ones). Both lie in one valley of the loss, and the
middle is better on photos neither has seen than either end. `--sharpen` changes both towers' last
layers, and comes on top of what the earlier model was sharpened by.

Weights are stored as float16 and cast to float32 in the graph; ONNX Runtime folds the casts
when it loads the file, so it is half the size and computes as before.
"""

import argparse
import base64
import hashlib
import json
from pathlib import Path

import exported
import numpy as np
import onnx
import torch
import torch.nn.functional as F
from concepts import CLOTHING, INDEX, PRODUCE_TABLE, PRODUCT_NAMES, leaf
from embedding import record_probe
from image_tower import DIMENSIONS, MEAN, SIZE, STD, ImageTower
from onnx import TensorProto, helper, numpy_helper
from PIL import Image
from render import compose
from shapes import GARMENTS
from text_tower import TextTower
from tokenizer import CONTEXT, PAD, START, Tokenizer

SMALL = 64  # initialisers up to this many numbers stay float32
PROBE_TEXT = "a red t-shirt"
UNFITTED = {"slope": 20.0, "intercept": -10.0, "strong": 0.6, "possible": 0.5, "weak": 0.4}


def halve(file: Path) -> None:
    model = onnx.load(str(file))
    casts = []
    for tensor in model.graph.initializer:
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) <= SMALL:
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), name + "_f16"))
        casts.append(helper.make_node("Cast", [name + "_f16"], [name], to=TensorProto.FLOAT))
    nodes = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend([*casts, *nodes])
    model.doc_string = ""
    for node in model.graph.node:
        node.doc_string = ""
    onnx.checker.check_model(model)
    onnx.save(model, str(file))


def sharpen(image: ImageTower, text: TextTower, concepts: torch.Tensor, amount: float) -> None:
    """Stretches the space along what products are, so that pictures of one type lie closer.

    Training leaves about 40 % of a picture's vector to its colours and pattern, and its nearest
    neighbours are then of its colour first. The stretch is one matrix over the image side and
    its inverse transpose over the text side, so no dot product between the two changes before normalisation; both
    are folded into the last layers. 1 leaves everything as it was.
    """
    kinds = [INDEX[leaf(name)] for name in (*CLOTHING, *PRODUCE_TABLE, *PRODUCT_NAMES)]
    basis, _ = torch.linalg.qr(F.normalize(concepts[kinds], dim=-1).T)
    matrix = torch.eye(DIMENSIONS) + (amount - 1) * basis @ basis.T
    for layer, change in ((image.project, matrix), (text.project, torch.linalg.inv(matrix).T)):
        layer.weight.data = change @ layer.weight.data
        layer.bias.data = change @ layer.bias.data


def averaged(trained: dict, earlier: dict, share: float) -> dict:
    return {name: torch.lerp(earlier[name], weight, share) for name, weight in trained.items()}


def export_towers(work: Path, folder: Path, start: Path | None, share: float, amount: float) -> None:
    trained = torch.load(work / "image.pt", map_location="cpu")
    image = ImageTower().eval()
    image.load_state_dict(averaged(trained["tower"], exported.image_tower(start).state_dict(), share) if start else trained["tower"])
    tokenizer = Tokenizer.load(work / "tokenizer.json")
    text = TextTower(len(tokenizer.tokens)).eval()
    text.load_state_dict(torch.load(work / "text.pt", map_location="cpu"))
    sharpen(image, text, trained["space"]["vectors"], amount)
    export_text(text, tokenizer, folder)
    torch.onnx.export(
        image, torch.zeros(2, 3, SIZE, SIZE), str(folder / "image.onnx"), opset_version=17, input_names=["pixel_values"],
        output_names=["image_embeds"], dynamic_axes={"pixel_values": {0: "batch"}, "image_embeds": {0: "batch"}},
    )
    halve(folder / "image.onnx")


def export_text(text: TextTower, tokenizer: Tokenizer, folder: Path) -> None:
    example = torch.tensor([[START, 5, 6, PAD], [START, 7, 8, 9]])
    torch.onnx.export(
        text, example, str(folder / "text.onnx"), opset_version=17, input_names=["input_ids"], output_names=["text_embeds"],
        dynamic_axes={"input_ids": {0: "batch", 1: "length"}, "text_embeds": {0: "batch"}},
    )
    halve(folder / "text.onnx")
    (folder / "tokenizer.json").write_text(tokenizer.to_json())


def draw_probe(file: Path) -> None:
    rng = np.random.default_rng(3)
    red = np.ones((160, 160, 3), np.float32) * [205, 25, 30]
    picture = compose(rng, 160, GARMENTS["t-shirt"](rng), red, None)
    Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8)).save(file, optimize=True)


def describe(folder: Path, calibration: dict, revision: str) -> dict:
    files = ["image.onnx", "text.onnx", "tokenizer.json", "probe.png"]
    contents = {name: (folder / name).read_bytes() for name in files}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    unknown = base64.b64encode(np.zeros(DIMENSIONS, np.float32).tobytes()).decode()
    return {
        "format": 1, "name": "recto-mini", "revision": f"{revision}-{hashes['image.onnx'][:6]}{hashes['text.onnx'][:6]}", "licence": "Apache-2.0",
        "dimensions": DIMENSIONS,
        "image": {"file": "image.onnx", "input": "pixel_values", "output": "image_embeds", "size": SIZE, "fit": "stretch", "mean": MEAN, "std": STD},
        "text": {
            "file": "text.onnx", "tokenizer": "tokenizer.json", "contextLength": CONTEXT, "inputIds": "input_ids", "attentionMask": None,
            "output": "text_embeds", "padId": PAD, "bosId": START, "eosId": None,
        },
        "files": {name: {"sha256": hashes[name], "bytes": len(content)} for name, content in contents.items()},
        "calibration": calibration,
        "probe": {"image": "probe.png", "text": PROBE_TEXT, "imageEmbedding": unknown, "textEmbedding": unknown, "minCosine": 0.995},
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--revision", required=True, help="the date of the training run")
    parser.add_argument("--from", dest="start", type=Path, help="the model folder that was trained on")
    parser.add_argument("--share", type=float, default=0.5, help="how much of the new weights, with --from")
    parser.add_argument("--sharpen", type=float, default=1, help="how far the space is stretched along product types")
    args = parser.parse_args()
    args.model.mkdir(parents=True, exist_ok=True)
    export_towers(args.work, args.model, args.start, args.share, args.sharpen)
    draw_probe(args.model / "probe.png")
    calibration = {"textToImage": UNFITTED, "imageToImage": UNFITTED}
    (args.model / "model.json").write_text(json.dumps(describe(args.model, calibration, args.revision), indent=2) + "\n")
    record_probe(args.model)


if __name__ == "__main__":
    main()
