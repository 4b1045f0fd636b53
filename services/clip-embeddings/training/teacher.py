"""Reads the weights of Google's quantised MobileNet v1 image embedder (TFLite, Apache-2.0).

The file holds uint8 weights with one scale and zero point per tensor and int32 biases;
batch normalisation is already folded in. `real = scale * (stored - zero_point)`, so the
float network rebuilt from it answers what the quantised one does, but for the rounding of
its activations. Training starts from these weights instead of from noise: 3,400 + 2,900
photos are too few to learn edges and textures from.
"""

from pathlib import Path

import numpy as np
import torch
from flatbuffer import Table, root

UINT8, INT32 = 3, 2
DTYPES = {UINT8: np.uint8, INT32: np.int32}
CONV_2D, DEPTHWISE_CONV_2D = 3, 4


def tensors_of(model: Table, graph: Table):
    """Every tensor of the graph as (name, dequantised array or None when it is an activation)."""
    buffers = model.tables(4)
    for tensor in graph.tables(0):
        data = buffers[tensor.scalar(2, "I")].vector(0, np.uint8)
        if data is None or len(data) == 0:
            yield None
            continue
        quantisation = tensor.table(4)
        scale = quantisation.vector(2, np.float32)
        zero = quantisation.vector(3, np.int64)
        raw = np.frombuffer(data.tobytes(), DTYPES[tensor.scalar(1, "b")])
        real = (raw.astype(np.float64) - int(zero[0])) * float(scale[0])
        yield real.astype(np.float32).reshape(tensor.vector(0, np.int32))


def layers(path: Path) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """(weight, bias) of the 27 convolutions in the order they run, in PyTorch's layout.

    TFLite keeps a convolution as [out, h, w, in] and a depthwise one as [1, h, w, channels].
    """
    model = root(path.read_bytes())
    graph = model.tables(2)[0]
    constants = list(tensors_of(model, graph))
    codes = [max(code.scalar(0, "b"), code.scalar(3, "i")) for code in model.tables(1)]
    found = []
    for operator in graph.tables(3):
        kind = codes[operator.scalar(0, "I")]
        if kind not in (CONV_2D, DEPTHWISE_CONV_2D):
            continue
        _, weight, bias = operator.vector(1, np.int32)[:3]
        order = (0, 3, 1, 2) if kind == CONV_2D else (3, 0, 1, 2)
        kernel = np.ascontiguousarray(constants[weight].transpose(order))
        found.append((torch.from_numpy(kernel), torch.from_numpy(constants[bias].copy())))
    return found
