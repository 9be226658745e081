# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
"""Holds the sources to .clang-format. Another version of clang-format than 14 formats differently,
so without that one the check is skipped."""

import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import house
from house import Fault

SKIPPED = 77
VERSION = "14"
FILES_PER_CALL = 40


def find_program():
    """The path of clang-format 14 and None, or None and the reason."""
    for name in (f"clang-format-{VERSION}", "clang-format"):
        program = shutil.which(name)
        if program is None:
            continue
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
        if re.search(rf"version {VERSION}\.", answer.stdout):
            return program, None
    return None, f"clang-format {VERSION} is not installed"


def check_files(root, program, paths):
    """The first misplaced line of each file that clang-format would change."""
    answer = subprocess.run([program, "--dry-run", *paths], cwd=root, capture_output=True,
                            text=True, check=False)
    first = {}
    for match in re.finditer(r"^([^:\n]+):(\d+):\d+: warning: ", answer.stderr, re.MULTILINE):
        first.setdefault(match.group(1), int(match.group(2)))
    return [Fault(path, line, "format", "the line is not formatted as .clang-format says",
                  "./dev format") for path, line in first.items()]


def check(root, program):
    """The faults of every source."""
    paths = house.files(root, house.CPP)
    groups = [paths[i:i + FILES_PER_CALL] for i in range(0, len(paths), FILES_PER_CALL)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(lambda group: check_files(root, program, group), groups)
    return [fault for faults in found for fault in faults]


if __name__ == "__main__":
    PROGRAM, REASON = find_program()
    if PROGRAM is None:
        print(f"skipped: {REASON}")
        sys.exit(SKIPPED)
    house.finish(lambda root: check(root, PROGRAM))
