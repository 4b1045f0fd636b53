"""Augmentation of whole batches on tensors: one core has no time for a picture at a time."""

import math

import torch
import torch.nn.functional as F


def _between(low, high, *shape):
    return torch.empty(*shape).uniform_(low, high)


def views(batch: torch.Tensor, size: int) -> torch.Tensor:
    """[b, 3, s, s] uint8 → one random view of each, [b, 3, size, size] in -1…1.

    Crops keep at least half of the picture; hue barely moves, since colour is a label here.
    """
    count = len(batch)
    turn = torch.randn(count) * math.radians(8)
    zoom = _between(0.5, 1.0, count).sqrt() * torch.where(torch.rand(count) < 0.15, _between(1.0, 1.3, count), torch.ones(count))
    stretch = _between(-0.15, 0.15, count).exp()
    flip = torch.where(torch.rand(count) < 0.5, -1.0, 1.0)
    room = (1 - zoom).abs().unsqueeze(1)
    shift = _between(-1, 1, count, 2) * room
    cos, sin = turn.cos() * zoom, turn.sin() * zoom
    affine = torch.stack([cos * stretch * flip, -sin, shift[:, 0], sin * flip, cos / stretch, shift[:, 1]], 1)
    grid = F.affine_grid(affine.view(count, 2, 3), [count, 3, size, size], align_corners=False)
    out = F.grid_sample(batch.float() / 255, grid, padding_mode="border", align_corners=False)

    gain = _between(0.7, 1.3, count, 1, 1, 1) * (1 + 0.06 * torch.randn(count, 3, 1, 1))
    ramp = torch.linspace(-1, 1, size)
    falling = _between(-0.2, 0.2, count, 1, 1, 1) * ramp.view(1, 1, 1, -1) + _between(-0.2, 0.2, count, 1, 1, 1) * ramp.view(1, 1, -1, 1)
    grey = out.mean((1, 2, 3), keepdim=True)
    out = (grey + (out - grey) * _between(0.75, 1.25, count, 1, 1, 1)) * gain * (1 + falling)
    luma = out.mean(1, keepdim=True)
    out = luma + (out - luma) * _between(0.85, 1.2, count, 1, 1, 1)
    out = out.clamp(0, 1)

    soft = torch.rand(count) < 0.15
    if soft.any():
        out[soft] = F.interpolate(F.avg_pool2d(out[soft], 2), size=(size, size), mode="bilinear", align_corners=False)
    out = out + torch.randn_like(out) * _between(0, 0.02, count, 1, 1, 1)
    for n in torch.nonzero(torch.rand(count) < 0.3).flatten().tolist():
        h, w = (int(v) for v in torch.randint(size // 8, size // 3, (2,)))
        y, x = int(torch.randint(0, size - h, (1,))), int(torch.randint(0, size - w, (1,)))
        out[n, :, y : y + h, x : x + w] = torch.rand(3, 1, 1)
    return out * 2 - 1
