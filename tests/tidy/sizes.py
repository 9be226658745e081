# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
"""Holds files, functions, lines and folders to their limits. What is over a limit stands in
ratchets.txt with its size, and may shrink but never grow."""

import ast
import os
from collections import Counter

import cpp
import house
from house import Fault

RATCHETS = "tests/tidy/ratchets.txt"
FILE_LINES = 300
HEADER_LINES = 250
FUNCTION_LINES = 70
KERNEL_LINES = 150
COLUMNS = 100
FOLDER_FILES = 30
ROOT_CMAKE_LINES = 80
SOURCES = house.CPP + (".py",)
NARROW = SOURCES + (".cmake", "CMakeLists.txt", ".proto", ".sh")

REMEDIES = {
    "file-lines": "split it where its first sentence says 'and'",
    "header-lines": "split it by what its users need",
    "function-lines": "keep the branches in it and move the plain work into named functions",
    "columns": "break the line",
    "folder-files": "give what belongs together a folder of its own",
    "cmake-lines": "move the details into a file in cmake/",
}


WHAT = {
    "file-lines": "lines", "header-lines": "lines", "function-lines": "lines in its body",
    "columns": "columns in this line", "folder-files": "sources", "cmake-lines": "lines",
}


def measure_file(root, path):
    """Yields (rule, key, line, size, limit) for everything in a file that has a limit."""
    text = house.read(root, path)
    lines = text.splitlines()
    if path == "CMakeLists.txt":
        yield "cmake-lines", path, 1, len(lines), ROOT_CMAKE_LINES
    if path.endswith(house.HEADERS):
        yield "header-lines", path, 1, len(lines), HEADER_LINES
    elif path.endswith(SOURCES) or house.is_shell(root, path):
        yield "file-lines", path, 1, len(lines), FILE_LINES
    if path.endswith(NARROW) or house.is_shell(root, path):
        for number, line in enumerate(lines, 1):
            if "://" not in line:
                yield "columns", path, number, len(line), COLUMNS
    if path.endswith(house.CPP):
        for function in cpp.functions(text):
            limit = KERNEL_LINES if "__global__" in function.header else FUNCTION_LINES
            key = f"{path}:{function.name}"
            yield "function-lines", key, function.line, function.length, limit
    if path.endswith(".py"):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                length = node.end_lineno - node.lineno
                yield "function-lines", f"{path}:{node.name}", node.lineno, length, FUNCTION_LINES


def read_ratchets(root):
    """(rule, key) -> (size, line) of every exception."""
    ratchets = {}
    if not os.path.exists(os.path.join(root, RATCHETS)):
        return ratchets
    for number, line in enumerate(house.read(root, RATCHETS).splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            rule, key, size = line.split()
            ratchets[rule, key] = (int(size), number)
    return ratchets


def check_ratchet(path, line, rule, key, size, listed):
    """An exception must have exactly the size it is listed with."""
    allowed, number = listed
    if size > allowed:
        return [Fault(path, line, rule, f"{key} grew from {allowed} to {size}",
                      f"exceptions may shrink and never grow: {REMEDIES[rule]}")]
    if size < allowed:
        return [Fault(RATCHETS, number, rule, f"{key} shrank from {allowed} to {size}",
                      f"write {size} in this line, so that it stays so")]
    return []


def check(root):
    """The faults of every file and folder, and of exceptions that are none any more."""
    ratchets, used, faults = read_ratchets(root), set(), []

    def judge(path, line, rule, key, size, limit):
        if size <= limit:
            return
        used.add((rule, key))
        if (rule, key) in ratchets:
            faults.extend(check_ratchet(path, line, rule, key, size, ratchets[rule, key]))
        else:
            what = f"{key} has {size} {WHAT[rule]}, the limit is {limit}"
            faults.append(Fault(path, line, rule, what, REMEDIES[rule]))

    folders = Counter()
    for path in house.files(root):
        if path.endswith(SOURCES):
            folders[os.path.dirname(path) or "."] += 1
        for rule, key, line, size, limit in measure_file(root, path):
            judge(path, line, rule, key, size, limit)
    for folder, count in sorted(folders.items()):
        judge(folder, 1, "folder-files", folder, count, FOLDER_FILES)
    for (rule, key), (_, number) in ratchets.items():
        if (rule, key) not in used:
            faults.append(Fault(RATCHETS, number, rule, f"{key} is within the limit",
                                "remove this line"))
    return faults


if __name__ == "__main__":
    house.finish(check)
