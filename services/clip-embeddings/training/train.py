"""Makes recto-mini: `python3 train.py --data <data folder> --out <work folder>`.

Stages, each kept in the work folder: decoded and rendered pictures (skipped when there), the
image tower with the concept space (image.pt), the tokeniser and text tower (tokenizer.json,
text.pt). `export.py` then writes the model folder. With `--from <model folder>` an exported
model is trained on: its image tower in the concept space that its text tower speaks, and the
text tower, in the same space, for new words (`--text-minutes`). Minutes are processor minutes;
a stopped run goes on with its image tower where it was, and begins its text tower anew. Set
OMP_WAIT_POLICY=passive on a machine shared with other work: spinning threads cost a third of
the speed there.
"""

import argparse
from pathlib import Path

import exported
import numpy as np
import torch
import train_image
import train_text
from captions import Captions
from concepts import INDEX
from data import CLOTHING, pixels
from image_tower import ImageTower, Trunk
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
        images, facts = render(args.rendered, CACHED_SIZE, seed=11)
        np.save(args.out / f"rendered-facts-{args.rendered}.npy", facts)
        np.save(args.out / f"rendered-{args.rendered}.npy", images)
    images, facts = (np.load(args.out / f"rendered{part}-{args.rendered}.npy") for part in ("", "-facts"))
    garments = np.array([INDEX[name] for name in CLOTHING])
    leaves = np.where((facts[:, garments] == 1).any(1), garments[(facts[:, garments] == 1).argmax(1)], -1)
    sources = train_image.photo_sources(args.data, lambda name, photos: cached(name, lambda: pixels(photos, CACHED_SIZE)))
    sources["rendered"] = (images, facts, leaves)
    return train_image.TrainingSet(sources)


def image_stage(args):
    teacher = Trunk()
    teacher.load(layers(args.data / "teacher" / "mobilenet_v1_1.0_224_quant_embedding_extractor.tflite"))
    if args.start:
        tower, start = exported.image_tower(args.start), "from a model"
        text = exported.text_tower(args.start)
        exported.check(args.start, tower, text)
        captions = Captions(args.data, args.words, HELD_OUT, seed=2)
        space = exported.concept_space(text, Tokenizer.load(args.start / "tokenizer.json"), captions)
    else:
        tower, space, start = ImageTower(), ConceptSpace(), "from the teacher"
        tower.trunk.load_state_dict(teacher.state_dict())
    rates, checkpoint = train_image.RATES[start], args.out / "training.pt"
    tower, space = train_image.train(tower, space, training_set(args), args.minutes, rates, teacher, checkpoint)
    torch.save({"tower": tower.state_dict(), "space": space.state_dict()}, args.out / "image.pt")


def text_stage(args):
    space = ConceptSpace()
    space.load_state_dict(torch.load(args.out / "image.pt")["space"])
    captions = Captions(args.data, args.words, HELD_OUT, seed=2)
    file = args.out / "tokenizer.json"
    if args.start:
        file.write_text((args.start / "tokenizer.json").read_text())
    elif not file.exists():
        file.write_text(train_text.make_tokenizer(captions).to_json())
    start = exported.text_tower(args.start) if args.start else None
    tower = train_text.train(space, captions, Tokenizer.load(file), args.text_minutes, start)
    torch.save(tower.state_dict(), args.out / "text.pt")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--words", type=Path, default=Path("/usr/share/dict/words"), help="an English word list (Debian: wamerican)")
    parser.add_argument("--from", dest="start", type=Path, help="a model folder to train on from")
    parser.add_argument("--only", choices=("image", "text"), help="run one stage")
    parser.add_argument("--minutes", type=float, default=90, help="processor minutes for the image tower")
    parser.add_argument("--text-minutes", type=float, default=60, help="processor minutes for the text tower")
    parser.add_argument("--rendered", type=int, default=900, help="things to render, each twice")
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
