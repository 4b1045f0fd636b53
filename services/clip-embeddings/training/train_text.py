"""Trains the text tower to land where the concept space says a sentence belongs."""

import copy
import math
import time
from collections import Counter

import torch
import torch.nn.functional as F
from captions import Captions, own_words
from concepts import INDEX, OTHER
from space import ConceptSpace
from text_tower import TextTower
from tokenizer import PAD, Tokenizer, learn, words_of

BATCH, CHUNK, MERGES, AVERAGING = 192, 48, 1400, 0.995
RATES = {"from nothing": 2e-3, "from a model": 6e-4}  # peaks; a trained tower has less to learn
LOOSE, SKIPPED = 0.3, 0.2  # how many sentences are split loosely, and how loosely


def make_tokenizer(captions: Captions) -> Tokenizer:
    counts = Counter({word: 1 for word in captions.foreign[::15]})
    for _ in range(6000):
        text, _, foreign = captions.sample()
        if foreign < 1:
            counts.update(words_of(text))
    counts.update({word: 60 for word in own_words()})
    plain = Counter({word: n for word, n in counts.items() if word.isascii()})
    return Tokenizer(*learn(plain, MERGES))


def in_chunks(tower: TextTower, rows: list[list[int]]) -> tuple[torch.Tensor, list[int]]:
    """Vectors of token rows and the order they come in: by length, so that short rows are not padded to the longest."""
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    chunks = [order[at : at + CHUNK] for at in range(0, len(order), CHUNK)]
    return torch.cat([tower(padded([rows[i] for i in chunk])) for chunk in chunks]), order


def padded(rows: list[list[int]]) -> torch.Tensor:
    length = max(map(len, rows))
    return torch.tensor([row + [PAD] * (length - len(row)) for row in rows])


def targets(space: ConceptSpace, concepts: list[list[int]], foreign: list[float]) -> torch.Tensor:
    """The sentence's place, moved towards OTHER by its share of foreign words."""
    width = max(map(len, concepts))
    said = space.sentences(torch.tensor([row + [-1] * (width - len(row)) for row in concepts]))
    share = torch.tensor(foreign).unsqueeze(1)
    other = F.normalize(space.vectors[INDEX[OTHER]], dim=0)
    return F.normalize(said * (1 - share) + other * share, dim=-1)


def train(space: ConceptSpace, captions: Captions, tokenizer: Tokenizer, minutes: float, start: TextTower | None = None) -> TextTower:
    tower = (start or TextTower(len(tokenizer.tokens))).train()
    rate = RATES["from a model" if start else "from nothing"]
    average = copy.deepcopy(tower).eval()
    optimiser = torch.optim.AdamW(tower.parameters(), rate, weight_decay=0.01)
    rng = captions.rng

    def split(text):
        return tokenizer.encode_loosely(text, rng, SKIPPED) if rng.uniform() < LOOSE else tokenizer.encode(text)

    began, step, done, seen = time.process_time(), 0, 0.0, 1.0
    while done < 1:
        done = min(1.0, (time.process_time() - began) / (60 * minutes))
        optimiser.param_groups[0]["lr"] = rate * min(1.0, (step + 1) / 100) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * done)))
        texts, concepts, foreign = zip(*(captions.sample() for _ in range(BATCH)))
        with torch.no_grad():
            wanted = targets(space, list(concepts), list(foreign))
        said, order = in_chunks(tower, [split(t) for t in texts])
        loss = (1 - (said * wanted[order]).sum(-1)).mean()
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(tower.parameters(), 1.0)
        optimiser.step()
        step += 1
        keep = min(AVERAGING, step / (step + 10))
        with torch.no_grad():
            for slow, fast in zip(average.parameters(), tower.parameters()):
                slow.lerp_(fast, 1 - keep)
        seen = 0.98 * seen + 0.02 * loss.item()
        if step % 50 == 0:
            print(f"text step {step} {100 * done:.0f}% loss {seen:.4f}", flush=True)
    return average
