"""Just enough of the FlatBuffers wire format to walk a TFLite file, with no dependency.

A table starts with a signed offset back to its vtable; the vtable holds, per field, where
in the table the field lies (0: absent). Field numbers below are the ones in TFLite's
published schema.fbs.
"""

import struct

import numpy as np


class Table:
    def __init__(self, data: bytes, at: int):
        self.data, self.at = data, at
        self.vtable = at - struct.unpack_from("<i", data, at)[0]
        self.vtable_size = struct.unpack_from("<H", data, self.vtable)[0]

    def _field(self, number: int) -> int | None:
        slot = 4 + 2 * number
        if slot >= self.vtable_size:
            return None
        offset = struct.unpack_from("<H", self.data, self.vtable + slot)[0]
        return self.at + offset if offset else None

    def _follow(self, at: int) -> int:
        return at + struct.unpack_from("<I", self.data, at)[0]

    def scalar(self, number: int, kind: str):
        """A number stored in the table itself, 0 (the schema's default) when it is absent."""
        at = self._field(number)
        return 0 if at is None else struct.unpack_from("<" + kind, self.data, at)[0]

    def table(self, number: int) -> "Table":
        return Table(self.data, self._follow(self._field(number)))

    def tables(self, number: int) -> list["Table"]:
        start = self._follow(self._field(number))
        count = struct.unpack_from("<I", self.data, start)[0]
        return [Table(self.data, self._follow(start + 4 + 4 * i)) for i in range(count)]

    def vector(self, number: int, dtype) -> np.ndarray | None:
        at = self._field(number)
        if at is None:
            return None
        start = self._follow(at)
        count = struct.unpack_from("<I", self.data, start)[0]
        return np.frombuffer(self.data, dtype, count, start + 4)


def root(data: bytes) -> Table:
    return Table(data, struct.unpack_from("<I", data, 0)[0])
