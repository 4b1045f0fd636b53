"""The space both towers meet in: a sentence's vector is the sum of its concepts' vectors.

The image tower learns against these sums directly, with no text network in the loop, which
is what lets it train on a CPU; the text tower then learns to land on them. Sums also make
"red" + "t-shirt" work for pairs never seen together, and OTHER is a place far from every
picture, where sentences outside the vocabulary go.
"""

import math

import torch
import torch.nn.functional as F
from concepts import CONCEPTS
from image_tower import DIMENSIONS
from torch import nn


class ConceptSpace(nn.Module):
    def __init__(self):
        super().__init__()
        self.vectors = nn.Parameter(torch.randn(len(CONCEPTS), DIMENSIONS) / math.sqrt(DIMENSIONS))
        self.match_scale = nn.Parameter(torch.tensor(math.log(12.0)))  # for "is it true of the picture"
        self.match_bias = nn.Parameter(torch.tensor(-4.0))
        self.choice_scale = nn.Parameter(torch.tensor(math.log(16.0)))  # for "which of these is it"

    def sentences(self, concepts: torch.Tensor) -> torch.Tensor:
        """[n, k] concept indices, -1 for none → [n, d] unit vectors."""
        there = (concepts >= 0).unsqueeze(-1)
        return F.normalize((self.vectors[concepts.clamp(min=0)] * there).sum(-2), dim=-1)


def truth_of(facts: torch.Tensor, concepts: torch.Tensor) -> torch.Tensor:
    """[b, K] truths × [n, k] sentences → [b, n]: 0 if any part is false, -1 if any is unknown, else 1."""
    parts = facts[:, concepts.clamp(min=0)]  # b, n, k
    parts = torch.where(concepts >= 0, parts, torch.ones_like(parts))
    lowest = parts.min(-1).values
    return torch.where((parts == 0).any(-1), torch.zeros_like(lowest), lowest)
