# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
"""What the tidy checks share: the files of the house, its rooms, and how a fault is said."""

import os
import re
import sys
from dataclasses import dataclass, field

CPP = (".h", ".cuh", ".cc", ".cu")
HEADERS = (".h", ".cuh")
SKIPPED_FOLDERS = ("build", "shared", "__pycache__")


@dataclass(frozen=True)
class Fault:
    """A broken rule: where, which, what is wrong, and what to do about it."""

    path: str
    line: int
    rule: str
    what: str
    remedy: str

    def __str__(self):
        return f"{self.path}:{self.line}: [{self.rule}] {self.what}. Remedy: {self.remedy}."


@dataclass
class Room:
    """A line of layers.txt."""

    name: str
    line: int
    neighbours: list = field(default_factory=list)
    libraries: list = field(default_factory=list)


def files(root, suffixes=None):
    """Paths from the root of every file of the house, sorted; `suffixes` narrows them."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [f for f in folders if f == ".ci" or not f.startswith(".")]
        folders[:] = [f for f in folders if f not in SKIPPED_FOLDERS or folder != root]
        folders[:] = [f for f in folders if f != "__pycache__"]
        for name in names:
            path = os.path.relpath(os.path.join(folder, name), root)
            if suffixes is None or path.endswith(tuple(suffixes)):
                found.append(path)
    return sorted(found)


def read(root, path):
    """The text of a file; bytes that are not UTF-8 do no harm."""
    with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
        return file.read()


def line_of(text, offset):
    """The number of the line that holds `offset`."""
    return text.count("\n", 0, offset) + 1


def read_rooms(root, path="tests/tidy/layers.txt"):
    """Rooms by name, in the file's order, and the faults of the file itself."""
    rooms, faults = {}, []
    for number, line in enumerate(read(root, path).splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        parts = [part.strip() for part in line.split(":")]
        if len(parts) != 3:
            faults.append(Fault(path, number, "layers", f"'{line.strip()}' has not three parts",
                                "write 'room : rooms : libraries'"))
            continue
        name, neighbours, libraries = parts[0], parts[1].split(), parts[2].split()
        if neighbours == ["*"]:
            neighbours = list(rooms)
        for neighbour in neighbours:
            if neighbour not in rooms:
                faults.append(Fault(path, number, "layers",
                                    f"{name} may include {neighbour}, which stands not above it",
                                    "arrows point up the file only: correct the name, or turn "
                                    "the dependency round"))
        if name in rooms:
            faults.append(Fault(path, number, "layers", f"{name} is listed twice",
                                "join the two lines"))
        if not name.startswith("tests/"):
            rooms[name] = Room(name, number, neighbours, libraries)
    return rooms, faults


def room_of(path, rooms):
    """The name of the room that owns `path`: the longest one that is a folder above it."""
    folder = os.path.dirname(path)
    while folder:
        if folder in rooms:
            return folder
        folder = os.path.dirname(folder)
    return None


def is_shell(root, path):
    """Whether a file is a shell script, by its ending or its first line."""
    if path.endswith(".sh"):
        return True
    if "." in os.path.basename(path):
        return False
    return re.match(r"#!.*\b(bash|sh)\b", read(root, path)[:80]) is not None


def finish(check):
    """Runs `check` on the root that the command line names; its faults are the answer."""
    root = sys.argv[1] if len(sys.argv) > 1 else "."
    faults = check(root)
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults" if faults else "tidy")
    sys.exit(1 if faults else 0)
