"""The image tower: MobileNet v1, a colour branch that looks where the product is, a projection.

MobileNet's features were learned to ignore colour, and shops search by colour. So next to
the trunk, small boxes of the picture's own pixels go through a colour network, and
attention maps read from the trunk's middle say which boxes belong to the product.
"""

import torch
import torch.nn.functional as F
from torch import nn

DIMENSIONS = 512
SIZE = 160
MEAN = STD = (0.5, 0.5, 0.5)  # the teacher's own scaling, to [-1, 1]

STRIDES = [2] + [s for pair in zip((1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1), (1,) * 13) for s in pair]
MIDDLE = 23  # convolutions before the last stride: the 10×10 map that the attention reads
FROZEN = 7  # edges and textures stay as the teacher learned them; halves the training time


class Trunk(nn.Module):
    """MobileNet v1 with batch normalisation folded in, as `teacher.layers` reads it."""

    def __init__(self):
        super().__init__()
        widths = [(3, 32)]
        for o in (64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024):
            i = widths[-1][1]
            widths += [(i, i), (i, o)]
        self.convolutions = nn.ModuleList()
        for n, ((i, o), stride) in enumerate(zip(widths, STRIDES)):
            depthwise = n % 2 == 1
            kernel = 3 if depthwise or n == 0 else 1
            padding = 1 if depthwise and stride == 1 else 0
            self.convolutions.append(
                nn.Conv2d(i, o, kernel, stride, padding, groups=i if depthwise else 1)
            )

    def load(self, layers):
        for convolution, (weight, bias) in zip(self.convolutions, layers, strict=True):
            convolution.weight.data.copy_(weight)
            convolution.bias.data.copy_(bias)

    def run(self, x, start, stop):
        for convolution in self.convolutions[start:stop]:
            if convolution.stride[0] == 2:  # TensorFlow's SAME: the odd row goes right and below
                x = F.pad(x, (0, 1, 0, 1))
            x = F.relu6(convolution(x))
        return x


class ColourBranch(nn.Module):
    """Attention-weighted means of per-box colour features.

    8×8-pixel boxes at 160 px give a 20×20 grid; a box is small enough to hold one stripe
    colour of most garments, and large enough for its noise to average out.
    """

    HEADS, FEATURES = 4, 48

    def __init__(self, middle=512):
        super().__init__()
        self.colours = nn.Sequential(
            nn.Conv2d(6, 64, 1), nn.ReLU(), nn.Conv2d(64, self.FEATURES, 1), nn.ReLU()
        )
        self.attention = nn.Conv2d(middle, self.HEADS, 1)
        self.out = self.HEADS * self.FEATURES

    def forward(self, pixels, middle):
        boxes = F.avg_pool2d(pixels, 8)
        spread = (F.avg_pool2d(pixels * pixels, 8) - boxes * boxes).clamp(min=1e-4).sqrt()
        colours = self.colours(torch.cat([boxes, spread], 1)).flatten(2)  # b, f, 400
        where = F.interpolate(self.attention(middle), scale_factor=2.0, mode="nearest")
        where = where.flatten(2).softmax(-1)  # b, heads, 400
        return torch.matmul(where, colours.transpose(1, 2)).flatten(1)


class ImageTower(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = Trunk()
        self.colour = ColourBranch()
        self.drop = nn.Dropout(0.2)
        self.project = nn.Linear(1024 + self.colour.out, DIMENSIONS)

    def from_stem(self, pixels, stem):
        """The rest of the tower, from the frozen first layers' output."""
        middle = self.trunk.run(stem, FROZEN, MIDDLE)
        top = self.trunk.run(middle, MIDDLE, len(STRIDES)).mean((2, 3))
        return self.project(self.drop(torch.cat([top, self.colour(pixels, middle)], 1)))

    def forward(self, pixels):
        return F.normalize(self.from_stem(pixels, self.trunk.run(pixels, 0, FROZEN)), dim=-1)
