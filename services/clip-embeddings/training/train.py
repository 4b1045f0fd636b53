"""Makes recto-mini: `python3 train.py --data <data folder> --out <work folder>`.

Stages, each kept in the work folder: decoded and rendered pictures (skipped when there), the
image tower with the concept space (image.pt), the tokeniser and text tower (tokenizer.json,
text.pt). `export.py` then writes the model folder. Set OMP_WAIT_POLICY=passive on a machine
shared with other work: spinning threads cost a third of the speed there.
"""

import argparse
from pathlib import Path

import labels
import numpy as np
import torch
import train_image
import train_text
from captions import Captions
from data import pixels
from image_tower import ImageTower
from render import render
from space import ConceptSpace
from teacher import layers
from tokenizer import Tokenizer

CACHED_SIZE = 168  # a little over the tower's 160, for crops
HELD_OUT = Path(__file__).parent / "labels" / "unrelated.txt"


def training_set(args) -> train_image.TrainingSet:
    def cached(name, make):
        file = args.out / f"{name}.npy"
        if not file.exists():
            np.save(file, make())
        return np.load(file)

    if not (args.out / f"rendered-{args.rendered}.npy").exists():
        images, facts = render(args.rendered, CACHED_SIZE, seed=1)
        np.save(args.out / f"rendered-facts-{args.rendered}.npy", facts)
        np.save(args.out / f"rendered-{args.rendered}.npy", images)
    images, facts = (np.load(args.out / f"rendered{part}-{args.rendered}.npy") for part in ("", "-facts"))
    sources = train_image.photo_sources(
        args.data, lambda name, photos: cached(name, lambda: pixels(photos, CACHED_SIZE)), labels.read(), labels.apply
    )
    sources["rendered"] = (images, facts, np.full(len(images), -1))
    return train_image.TrainingSet(sources)


def image_stage(args):
    def snapshot(step, tower, space):
        torch.save({"step": step, "tower": tower.state_dict(), "space": space.state_dict()}, args.out / "image.pt")

    tower = ImageTower()
    tower.trunk.load(layers(args.data / "teacher" / "mobilenet_v1_1.0_224_quant_embedding_extractor.tflite"))
    train_image.train(tower, training_set(args), args.minutes, snapshot)


def text_stage(args):
    space = ConceptSpace()
    space.load_state_dict(torch.load(args.out / "image.pt")["space"])
    captions = Captions(args.data, args.words, HELD_OUT, seed=2)
    file = args.out / "tokenizer.json"
    if not file.exists():
        file.write_text(train_text.make_tokenizer(captions).to_json())
    start = torch.load(args.out / "text.pt") if args.warm_text else None
    tower = train_text.train(space, captions, Tokenizer.load(file), args.text_minutes, start)
    torch.save(tower.state_dict(), args.out / "text.pt")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--words", type=Path, default=Path("/usr/share/dict/words"), help="an English word list (Debian: wamerican)")
    parser.add_argument("--only", choices=("image", "text"), help="run one stage")
    parser.add_argument("--minutes", type=float, default=62, help="wall time for the image tower")
    parser.add_argument("--text-minutes", type=float, default=40, help="wall time for the text tower")
    parser.add_argument("--warm-text", action="store_true", help="start the text tower from the work folder's text.pt")
    parser.add_argument("--rendered", type=int, default=1200, help="pictures to render")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    torch.set_num_threads(args.threads)
    if args.only != "text":
        image_stage(args)
    if args.only != "image":
        text_stage(args)


if __name__ == "__main__":
    main()
