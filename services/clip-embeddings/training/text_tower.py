"""The text tower: token pieces, two small transformer blocks, mean and max over the sentence."""

import math

import torch
import torch.nn.functional as F
from image_tower import DIMENSIONS
from tokenizer import CONTEXT, PAD
from torch import nn

WIDTH, HEADS, HIDDEN = 128, 4, 384


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.before_attention, self.before_mlp = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.mlp = nn.Sequential(nn.Linear(WIDTH, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, WIDTH))

    def forward(self, x, hidden):
        batch, length = x.shape[0], x.shape[1]
        qkv = self.qkv(self.before_attention(x)).reshape(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        scores = torch.matmul(qkv[0], qkv[1].transpose(-1, -2)) / math.sqrt(WIDTH // HEADS) + hidden
        seen = torch.matmul(scores.softmax(-1), qkv[2]).transpose(1, 2).reshape(batch, length, WIDTH)
        x = x + self.out(seen)
        return x + self.mlp(self.before_mlp(x))


class TextTower(nn.Module):
    def __init__(self, tokens: int):
        super().__init__()
        self.embed = nn.Embedding(tokens, WIDTH)
        self.place = nn.Parameter(torch.randn(CONTEXT, WIDTH) * 0.02)
        nn.init.normal_(self.embed.weight, std=0.1)
        self.blocks = nn.ModuleList(Block() for _ in range(2))
        self.last = nn.LayerNorm(WIDTH)
        self.project = nn.Linear(2 * WIDTH, DIMENSIONS)

    def forward(self, ids):
        """[n, length] token ids, PAD after the end → [n, d] unit vectors. Padding changes nothing."""
        there = (ids != PAD).to(torch.float32).unsqueeze(-1)
        hidden = (1 - there).transpose(1, 2).unsqueeze(1) * -1e4
        x = self.embed(ids) + self.place[: ids.shape[1]]
        for block in self.blocks:
            x = block(x, hidden)
        x = self.last(x)
        mean = (x * there).sum(1) / there.sum(1)
        top = (x + (there - 1) * 1e4).max(1).values
        return F.normalize(self.project(torch.cat([mean, top], -1)), dim=-1)
