# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
"""Names and marks that have no place here, licence lines, and include guards."""

import re

import house
from house import Fault

EMPTY_NAMES = {"util", "utils", "helper", "helpers", "manager", "managers"}
# Spelt in halves, so that this file does not find itself.
MARKS = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX)\b")
NAMESPACE = re.compile(r"^\s*(?:inline\s+)?namespace\s+([\w:]+)", re.MULTILINE)
RAW_ALLOCATION = re.compile(r"\bcuda(?:Malloc\w*|HostAlloc)\s*\(")
# Without a way to treat bytes that are no UTF-8 it throws.
THROWING_DUMP = re.compile(r"\.dump\((?![^;]*\breplace\b)")
SPDX = ("SPDX-FileCopyrightText: 2026 The Nightjar authors", "SPDX-License-Identifier: Apache-2.0")
SLASHED = house.CPP + (".proto",)
HASHED = (".py", ".cmake", "CMakeLists.txt")
TEXT = SLASHED + HASHED + (".md", ".yaml", ".sql", ".txt", ".sh")


def words_of(name):
    """The words of a file's or namespace's name."""
    return set(re.split(r"[_.:/\-]+", name.lower()))


def check_names(path, text):
    """Files and namespaces are named after what they hold."""
    faults = []
    remedy = "name it after what it holds; see docs/GLOSSARY.md"
    for word in sorted(words_of(path) & EMPTY_NAMES):
        faults.append(Fault(path, 1, "name", f"'{word}' in the path says nothing", remedy))
    if path.endswith(house.CPP):
        for match in NAMESPACE.finditer(text):
            for word in sorted(words_of(match.group(1)) & EMPTY_NAMES):
                faults.append(Fault(path, house.line_of(text, match.start(1)), "name",
                                    f"'{word}' in the namespace says nothing", remedy))
    return faults


def check_marks(path, text):
    """Nothing is left for later in the code."""
    return [Fault(path, house.line_of(text, match.start()), "mark",
                  f"'{match.group()}' is a promise nobody keeps",
                  "do it now, or open an issue and remove the mark")
            for match in MARKS.finditer(text)]


def check_allocation(path, text):
    """Device memory is owned by the handles of engine/device."""
    if not path.endswith(house.CPP) or path.startswith("engine/device/"):
        return []
    return [Fault(path, house.line_of(text, match.start()), "allocation",
                  f"{match.group().rstrip('( ')} outside engine/device",
                  "take a buffer of engine/device, or memory from the caller")
            for match in RAW_ALLOCATION.finditer(text)]


def check_dump(path, text):
    """JSON is printed whatever bytes its names are made of."""
    if not path.endswith(house.CPP):
        return []
    return [Fault(path, house.line_of(text, match.start()), "dump",
                  "JSON that holds a name which is no UTF-8 would stop the program",
                  "print it by json_text of base/json_text.h")
            for match in THROWING_DUMP.finditer(text)]


def check_licence(root, path, text):
    """The two SPDX lines open the file, after the interpreter line of a script."""
    if path.endswith(SLASHED):
        prefix = "// "
    elif path.endswith(HASHED) or house.is_shell(root, path):
        prefix = "# "
    else:
        return []
    lines = text.splitlines()
    if lines and lines[0].startswith("#!"):
        lines = lines[1:]
    if lines[:2] == [prefix + line for line in SPDX]:
        return []
    return [Fault(path, 1, "licence", "the file does not begin with the two SPDX lines",
                  f"put '{prefix}{SPDX[0]}' and '{prefix}{SPDX[1]}' on top")]


def check_guard(path, text):
    """Headers are guarded by #pragma once."""
    if not path.endswith(house.HEADERS) or re.search(r"^#pragma once$", text, re.MULTILINE):
        return []
    return [Fault(path, 1, "guard", "the header has no #pragma once",
                  "put it below the comment at its head")]


def check(root):
    """The faults of every file."""
    faults = []
    for path in house.files(root):
        if not path.endswith(TEXT) and not house.is_shell(root, path):
            continue
        text = house.read(root, path)
        faults += check_names(path, text) + check_marks(path, text)
        faults += check_allocation(path, text) + check_guard(path, text)
        faults += check_dump(path, text)
        faults += check_licence(root, path, text)
    return faults


if __name__ == "__main__":
    house.finish(check)
