# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
"""Holds every include to layers.txt: arrows between rooms, and libraries from outside the house."""

import os
import re

import house
from house import Fault

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.MULTILINE)

# What an include in angle brackets gives away about the library.
LIBRARIES = (
    ("zmq", r"zmq"),
    ("sqlite", r"sqlite3"),
    ("dnnl", r"(oneapi/dnnl/)?dnnl"),
    ("protobuf", r"google/protobuf/|.*\.pb\.h$"),
    ("cuda", r"cuda|cu(blas|dnn|fft|pti|rand|solver|sparse)|nv(rtc|ml|JitLink|ToolsExt|tx)|"
             r"cooperative_groups|mma\.h|cub/|thrust/|cutlass/|cute/|vector_types\.h"),
    ("yaml", r"yaml-cpp/"),
    ("json", r"nlohmann/"),
    ("cli11", r"CLI/"),
    ("spdlog", r"spdlog/"),
    ("crypto", r"openssl/"),
    ("zstd", r"zstd|zdict\.h"),
    ("xxhash", r"xxh(ash|3)"),
    ("openmp", r"omp\.h$"),
    ("dl", r"dlfcn\.h$"),
    ("benchmark", r"benchmark/"),
    ("gtest", r"g(test|mock)/"),
)

# What users of the engine include.
FACE = ("engine/engine.h", "engine/plugin.h")


def library_of(include):
    """The word of layers.txt for an include, or None for the standard library and fmt."""
    for word, pattern in LIBRARIES:
        if re.match(pattern, include):
            return word
    return None


def check_library(path, line, include, room):
    """A library may be used by the rooms that name it, benchmark by benches, gtest by tests."""
    word = library_of(include)
    if word is None or word in room.libraries:
        return []
    if word == "benchmark" and re.search(r"_bench\.(cc|cu)$", path):
        return []
    if word == "gtest":
        remedy = "move the code to tests"
    elif word == "benchmark":
        remedy = "move the code to a file that ends in _bench.cc"
    else:
        remedy = f"ask the room that owns {word}; a new arrow is a reviewed line in layers.txt"
    return [Fault(path, line, "library", f"room {room.name} may not use <{include}> ({word})",
                  remedy)]


def check_arrow(root, path, line, include, room, rooms):
    """A quoted include names a file of the house, in this room or one it may include."""
    if include.endswith(".pb.h"):
        source = include[: -len("pb.h")] + "proto"
        faults = check_library(path, line, include, room)
    else:
        source, faults = include, []
    if include.startswith("tests/"):
        return [Fault(path, line, "arrow", f'"{include}" belongs to the tests',
                      "nobody includes tests: move what both need into a room")]
    if not os.path.exists(os.path.join(root, source)):
        return [Fault(path, line, "include", f'"{include}" is no file of the house',
                      "write the path from the root of the repository, and libraries in < >")]
    owner = house.room_of(source, rooms)
    if owner != room.name and owner not in room.neighbours:
        faults.append(Fault(
            path, line, "arrow", f'room {room.name} may not include "{include}" of room {owner}',
            f"tests/tidy/layers.txt:{room.line} allows {' '.join(room.neighbours) or 'none'}; "
            "move the code, or have a new arrow reviewed alone"))
    return faults


def check_file(root, path, rooms):
    """The faults of one source file."""
    name = house.room_of(path, rooms)
    if name is None:
        return [Fault(path, 1, "room", "the file belongs to no room",
                      "move it into a room, or add its folder to tests/tidy/layers.txt")]
    text, faults = house.read(root, path), []
    for match in INCLUDE.finditer(text):
        line, include = house.line_of(text, match.start(1)), match.group(2)
        if match.group(1) == "<":
            faults += check_library(path, line, include, rooms[name])
        else:
            faults += check_arrow(root, path, line, include, rooms[name], rooms)
    return faults


def check_example(root, path):
    """An example is a user of the engine: it sees its face and no library."""
    text, faults = house.read(root, path), []
    for match in INCLUDE.finditer(text):
        include = match.group(2)
        if match.group(1) == '"' and include not in FACE:
            faults.append(Fault(path, house.line_of(text, match.start(1)), "arrow",
                                f'an example may not include "{include}"',
                                f"include {' or '.join(FACE)}, or move it there"))
        elif match.group(1) == "<" and library_of(include) is not None:
            faults.append(Fault(path, house.line_of(text, match.start(1)), "library",
                                f"an example may not use <{include}>",
                                "show what the engine does by itself"))
    return faults


def check(root):
    """The faults of layers.txt and of every source outside the tests."""
    rooms, faults = house.read_rooms(root)
    for path in house.files(root, house.CPP):
        if path.startswith("examples/"):
            faults += check_example(root, path)
        elif not path.startswith("tests/"):
            faults += check_file(root, path, rooms)
    return faults


if __name__ == "__main__":
    house.finish(check)
