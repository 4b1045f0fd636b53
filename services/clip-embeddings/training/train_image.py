"""Trains the image tower and the concept space together."""

import copy
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from augment import views
from concepts import COLOURS, CONCEPTS, INDEX, PATTERNS, QUALITIES, TYPES, leaf
from data import clothing, grocery, iconic
from image_tower import FROZEN, SIZE, ImageTower, Trunk
from labels import photo_facts
from space import ConceptSpace, truth_of
from torch import nn

SMALL, SMALL_UNTIL = 128, 0.55  # the first part of the run sees smaller pictures, at 1.6 times the speed
PHOTOS, VIEWS = 24, 2  # a batch: this many pictures, each seen twice
MIX = {"clothing": 10, "grocery": 8, "iconic": 1, "rendered": 5}  # how those pictures are drawn
# peak learning rates; a tower that is trained on from an exported model has less to learn
RATES = {"from the teacher": {"trunk": 2e-4, "new": 1e-3, "scales": 1e-3}, "from a model": {"trunk": 1e-4, "new": 4e-4, "scales": 1e-2}}
AVERAGING = 0.997
WARM_UP = 60  # steps
SAVED_EVERY = 60  # steps
DETAIL = 0.1  # the share of a vector (of its square) that is for telling one thing from another of its kind

QUALITY_INDEX = torch.tensor([INDEX[q] for q in QUALITIES])
COLOUR_INDEX = torch.tensor([INDEX[c] for c in COLOURS])
PATTERN_INDEX = torch.tensor([INDEX[p] for p in PATTERNS])
TYPE_INDEX = torch.tensor([INDEX[t] for t in TYPES])


class TrainingSet:
    """Pictures, truths and leaf classes (-1 for none) by source, sampled in the mix above.

    Pictures are [n, 3, s, s], or [n, 2, 3, s, s] where a thing was drawn twice.
    """

    def __init__(self, sources: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]):
        self.sources = sources
        self.rng = np.random.default_rng(0)
        self.odds = {}
        for name, (_, _, leaves) in sources.items():
            counts = np.bincount(leaves + 1)[leaves + 1]
            odds = 1 / np.sqrt(counts)  # rare classes more often, but not as often as common ones
            self.odds[name] = odds / odds.sum()

    def batch(self):
        rows = [(name, self.rng.choice(len(self.odds[name]), n, replace=False, p=self.odds[name])) for name, n in MIX.items()]
        take = lambda field: torch.from_numpy(np.concatenate([self.sources[name][field][index] for name, index in rows]))
        seen = lambda images, index, view: images[index] if images.ndim == 4 else images[index, view]
        shots = [torch.from_numpy(np.concatenate([seen(self.sources[name][0], index, view) for name, index in rows])) for view in range(VIEWS)]
        drawn = torch.cat([torch.full((len(index),), name == "rendered") for name, index in rows])
        return shots, take(1), take(2), drawn


def pick(allowed: torch.Tensor) -> torch.Tensor:
    """One random column per row among the allowed; any column where a row allows none."""
    return (allowed.float() + 1e-6).multinomial(1).squeeze(1)


def composed(facts: torch.Tensor, leaves: torch.Tensor) -> torch.Tensor:
    """Sentences of two and three concepts around each picture, some true of it, some one word off."""
    types = TYPE_INDEX[pick(facts[:, TYPE_INDEX] == 1)]
    types = torch.where((leaves >= 0) & (torch.rand(len(facts)) < 0.5), leaves, types)
    qualities = QUALITY_INDEX[pick(facts[:, QUALITY_INDEX] == 1)]
    seconds = QUALITY_INDEX[pick(facts[:, QUALITY_INDEX] == 1)]
    any_quality = QUALITY_INDEX[torch.randint(len(QUALITY_INDEX), (len(facts),))]
    any_type = TYPE_INDEX[torch.randint(len(TYPE_INDEX), (len(facts),))]
    none = torch.full_like(types, -1)
    rows = [(types, qualities, none), (types, any_quality, none), (any_type, qualities, none),
            (types, qualities, torch.where(seconds == qualities, none, seconds)), (types, qualities, any_quality)]
    return torch.cat([torch.stack(row, 1) for row in rows])


def match_loss(space, images, facts, sentences):
    """Is each sentence true of each picture? Unknown pairs are left out."""
    truth = truth_of(facts, sentences)
    logits = images @ space.sentences(sentences).T * space.match_scale.exp() + space.match_bias
    return F.softplus(-logits[truth == 1]).mean() + 3 * F.softplus(logits[truth == 0]).mean()


def choice_loss(space, images, facts, options, base):
    """Which of the options (colours, patterns) is it, said alone or with the picture's type?"""
    known = facts[:, options]
    rows = (known == 1).any(1)
    if not rows.any():
        return images.sum() * 0
    images, known, base = images[rows], known[rows], base[rows]
    sentences = torch.stack([options.expand(len(base), -1), base.unsqueeze(1).expand(-1, len(options))], -1)
    logits = torch.einsum("bd,bod->bo", images, space.sentences(sentences)) * space.choice_scale.exp()
    logits = logits.masked_fill(known == -1, -1e4)
    target = (known == 1).float()
    return -(logits.log_softmax(1) * target / target.sum(1, keepdim=True)).sum(1).mean()


def class_loss(space, images, leaves, classes):
    rows = leaves >= 0
    column = {int(c): n for n, c in enumerate(classes)}
    target = torch.tensor([column[int(c)] for c in leaves[rows]])
    logits = images[rows] @ space.sentences(classes.unsqueeze(1)).T * space.choice_scale.exp()
    return F.cross_entropy(logits, target, label_smoothing=0.1)


def alike_loss(images, leaves, names, temperature=0.1):
    """Pictures of one class lie together, and two views of one picture closest of all."""
    same_picture = names.unsqueeze(0) == names.unsqueeze(1)
    same_class = ((leaves.unsqueeze(0) == leaves.unsqueeze(1)) & (leaves >= 0)) | same_picture
    itself = torch.eye(len(images), dtype=torch.bool)
    odds = (images @ images.T / temperature).masked_fill(itself, -1e4).log_softmax(1)
    total = 0
    for positives in (same_class & ~itself, same_picture & ~itself):
        total = total - ((odds * positives).sum(1) / positives.sum(1)).mean()
    return total / 2


def detail_loss(space, unscaled, names, taught):
    """What tells two things of one class, colour and pattern apart: the part of a vector that no sentence sees.

    Left alone it keeps 1 % of a vector. Here it gets a tenth, finds another picture of the same
    thing among the batch, and finds alike what the teacher finds alike, which has seen a thousand
    kinds of things where these photos show ninety.
    """
    with torch.no_grad():
        basis, _ = torch.linalg.qr(space.vectors.T)
        taught = F.normalize(taught - taught.mean(0), dim=-1)
    detail = unscaled - unscaled @ basis @ basis.T
    share = detail.square().sum(-1) / unscaled.square().sum(-1)
    detail = F.normalize(detail, dim=-1)
    same = (names.unsqueeze(0) == names.unsqueeze(1)) & ~torch.eye(len(names), dtype=torch.bool)
    odds = (detail @ detail.T / 0.1).masked_fill(torch.eye(len(names), dtype=torch.bool), -1e4).log_softmax(1)
    found = -((odds * same).sum(1) / same.sum(1)).mean()
    first = detail[: len(taught)]
    alike = (first @ first.T - taught @ taught.T).square().mean()
    return 0.2 * found + alike + 20 * (share - DETAIL).square().mean()


def losses(space, unscaled, facts, leaves, drawn, names, classes, taught):
    images = F.normalize(unscaled, dim=-1)
    singles = torch.arange(len(CONCEPTS)).unsqueeze(1)
    singles = F.pad(singles, (0, 2), value=-1)
    leaf_or_type = torch.where(leaves >= 0, leaves, TYPE_INDEX[pick(facts[:, TYPE_INDEX] == 1)])
    base = torch.where(torch.rand(len(leaves)) < 0.6, leaf_or_type, torch.full_like(leaves, -1))
    return {
        "match": match_loss(space, images, facts, torch.cat([singles, composed(facts, leaves)])),
        "class": class_loss(space, images, leaves, classes),
        "colour": choice_loss(space, images, facts, COLOUR_INDEX, base) * 0.5,
        "pattern": choice_loss(space, images, facts, PATTERN_INDEX, base) * 0.4,
        # a drawing and a photo of one class may stay apart
        "alike": alike_loss(images, torch.where(drawn, -1, leaves), names) * 0.5,
        "detail": detail_loss(space, unscaled, names, taught),
    }


def train(tower: ImageTower, space: ConceptSpace, dataset: TrainingSet, minutes: float, rates: dict, teacher: Trunk, checkpoint: Path):
    """Trains for so many minutes of processor time; returns the averages (exponential, over steps) of tower and space.

    The learning rate follows the process's own processor time, not the clock: on a busy machine, or
    when the process is stopped for a while, a run takes longer and ends with the same model quality.
    The checkpoint is written as it goes, and a run that finds one goes on from there.
    """
    classes = torch.tensor(sorted({int(v) for _, _, leaves in dataset.sources.values() for v in leaves if v >= 0}))
    tower = tower.to(memory_format=torch.channels_last)
    for convolution in tower.trunk.convolutions[:FROZEN]:
        convolution.requires_grad_(False)
    groups = {
        "trunk": [p for c in tower.trunk.convolutions[FROZEN:] for p in c.parameters()],
        "new": [*tower.colour.parameters(), *tower.project.parameters(), *([space.vectors] if space.vectors.requires_grad else [])],
        "scales": [space.match_scale, space.match_bias, space.choice_scale],
    }
    optimiser = torch.optim.AdamW([{"params": group, "lr": rates[name]} for name, group in groups.items()], weight_decay=0.02)
    live = nn.ModuleDict({"tower": tower, "space": space})
    average = copy.deepcopy(live).eval()
    names = torch.arange(PHOTOS).repeat(VIEWS)
    step, spent, seen = 0, 0.0, {}
    if checkpoint.exists():
        kept = torch.load(checkpoint)
        step, spent = kept["step"], kept["spent"]
        live.load_state_dict(kept["live"])
        average.load_state_dict(kept["average"])
        optimiser.load_state_dict(kept["optimiser"])
    earlier = spent - time.process_time()
    live.train()
    while spent < 60 * minutes:
        spent = earlier + time.process_time()
        done = min(1.0, spent / (60 * minutes))
        rate = min(1.0, (step + 1) / WARM_UP) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))
        for group, name in zip(optimiser.param_groups, groups):
            group["lr"] = rates[name] * rate
        size = SMALL if done < SMALL_UNTIL else SIZE
        shots, facts, leaves, drawn = dataset.batch()
        pixels = torch.cat([views(shot, size) for shot in shots]).contiguous(memory_format=torch.channels_last)
        with torch.no_grad():
            stem = tower.trunk.run(pixels, 0, FROZEN)
            taught = teacher.run(stem[:PHOTOS], FROZEN, len(teacher.convolutions)).mean((2, 3))
        known = (part.repeat(VIEWS, *[1] * (part.ndim - 1)) for part in (facts, leaves, drawn))
        parts = losses(space, tower.from_stem(pixels, stem), *known, names, classes, taught)
        optimiser.zero_grad(set_to_none=True)
        sum(parts.values()).backward()
        nn.utils.clip_grad_norm_(live.parameters(), 5.0)
        optimiser.step()
        step += 1
        keep = min(AVERAGING, step / (step + 10))
        with torch.no_grad():
            for slow, fast in zip(average.parameters(), live.parameters()):
                slow.lerp_(fast, 1 - keep)
        for name, value in parts.items():
            seen[name] = 0.98 * seen.get(name, value.item()) + 0.02 * value.item()
        if step % 20 == 0:
            print(f"step {step} {100 * done:.0f}%", *(f"{k} {v:.3f}" for k, v in seen.items()), f"{step * PHOTOS * VIEWS / spent:.1f} views a processor second", flush=True)
        if step % SAVED_EVERY == 0:
            kept = {"step": step, "spent": spent, "live": live.state_dict(), "average": average.state_dict(), "optimiser": optimiser.state_dict()}
            torch.save(kept, checkpoint.with_suffix(".new"))
            checkpoint.with_suffix(".new").replace(checkpoint)
    return average["tower"], average["space"]


def photo_sources(data, cached_pixels) -> dict:
    """The real photos' pixels, truths and leaf classes."""
    sources = {}
    for name, photos in (("clothing", clothing(data, "train")), ("grocery", grocery(data, "train")), ("iconic", iconic(data))):
        leaves = np.array([INDEX[leaf(p.label)] for p in photos])
        sources[name] = (cached_pixels(name, photos), photo_facts(photos), leaves)
    return sources
