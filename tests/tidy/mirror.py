# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
"""The tests mirror the house: a room with sources has tests in the folder of the same name."""

import house
from house import Fault


def check(root):
    """A fault for each room that has sources and no test."""
    rooms, faults = house.read_rooms(root)
    sources, tested = {}, set()
    for path in house.files(root, (".cc", ".cu")):
        if path.startswith("tests/"):
            if path.endswith("_test.cc"):
                tested.add(house.room_of(path[len("tests/"):], rooms))
        elif not path.endswith(("_bench.cc", "/main.cc")):
            sources.setdefault(house.room_of(path, rooms), path)
    for room, path in sources.items():
        if room is not None and room not in tested:
            faults.append(Fault(path, 1, "mirror", f"room {room} has sources and no test",
                                f"add tests/{room}/<file>_test.cc"))
    return faults


if __name__ == "__main__":
    house.finish(check)
