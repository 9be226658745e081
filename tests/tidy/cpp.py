# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
"""Finds function bodies in C++ by counting braces; it needs no compiler and knows no types."""

import re
from dataclasses import dataclass

TOKEN = re.compile(
    r"""(?P<blank>//(?:\\\n|[^\n])*|/\*.*?\*/          # comments
        |R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)"  # raw strings
        |"(?:\\.|[^"\\\n])*"                           # strings
        )|\b\d(?:'?[\w.])*                             # numbers, with their digit separators
        |(?P<character>'(?:\\.|[^'\\\n])+')""",
    re.DOTALL | re.VERBOSE)
DIRECTIVE = re.compile(r"^[ \t]*#(?:\\\n|[^\n])*", re.MULTILINE)
BRANCH = re.compile(r"^[ \t]*#[ \t]*(if|elif|else|endif)", re.MULTILINE)
ATTRIBUTES = re.compile(r"\balignas\s*\([^()]*\)|__align__\s*\([^()]*\)|\[\[.*?\]\]|"
                        r"__attribute__\s*\(\(.*?\)\)|\b__launch_bounds__\s*\([^()]*\)")

BASES = re.compile(r"\b(?:class|struct|union|enum)\s+[\w:]*\w\s*(?:<[^>]*>\s*)?(?:final\s*)?:(?!:)")


@dataclass(frozen=True)
class Function:
    """A function's name, the line it opens on, the lines of its body, and what stands before it."""

    name: str
    line: int
    length: int
    header: str


def blank(text):
    """Spaces in place of `text`, with its line ends kept."""
    return re.sub(r"[^\n]", " ", text)


def strip(text):
    """Source of the same length without comments, strings and preprocessor lines."""

    def replace(match):
        return match.group() if match.lastgroup is None else blank(match.group())

    text = TOKEN.sub(replace, text)
    text = strip_unbalanced_branches(text)
    return DIRECTIVE.sub(lambda match: blank(match.group()), text)


def strip_unbalanced_branches(text):
    """Blanks each #else branch that opens more braces than it closes, or the reverse: its twin in
    the #if branch has been counted."""
    open_branches, pieces = [], []
    for match in BRANCH.finditer(text):
        kind = match.group(1)
        if kind == "if":
            open_branches.append(None)
            continue
        if not open_branches:
            continue
        start = open_branches[-1]
        if start is not None:
            branch = text[start:match.start()]
            if branch.count("{") != branch.count("}"):
                pieces.append((start, match.start()))
        if kind == "endif":
            open_branches.pop()
        else:
            open_branches[-1] = match.end()
    for start, end in pieces:
        text = text[:start] + blank(text[start:end]) + text[end:]
    return text


def without_template(header):
    """Removes leading template<...> lists, which may hold the words class and struct."""
    match = re.match(r"\s*template\s*<", header)
    while match:
        depth, end = 1, match.end()
        while end < len(header) and depth:
            depth += {"<": 1, ">": -1}.get(header[end], 0)
            end += 1
        header = header[end:]
        match = re.match(r"\s*template\s*<", header)
    return header


def opens_function(header):
    """Whether the text before a brace is a function's head."""
    header = ATTRIBUTES.sub(" ", without_template(header)).strip()
    if header.count("(") != header.count(")") or "(" not in header or header.endswith("="):
        return False
    if BASES.search(header):
        return False
    before = header[: header.index("(")]
    if re.search(r"[^=!<>+\-*/%&|^]=(?!=)", before) and "operator" not in before:
        return "[" in before.split("=", 1)[1]
    return True


def opens_scope(header):
    """Whether functions may stand behind the brace: a namespace or a type."""
    header = ATTRIBUTES.sub(" ", without_template(header))
    return re.search(r"\b(namespace|extern|class|struct|union)\b", header) is not None


def name_of(header):
    """A short name for messages and ratchets: Class::function, or Suite.Case for a test."""
    header = ATTRIBUTES.sub(" ", without_template(header)).strip()
    test = re.search(r"\bTEST(?:_F|_P)?\s*\(\s*(\w+)\s*,\s*(\w+)\s*\)", header)
    if test:
        return f"{test.group(1)}.{test.group(2)}"
    match = re.search(r"([\w:~]*(?:operator\s*[^\s(]+)|[\w:~]+)\s*\(", header)
    return re.sub(r"\s+", "", match.group(1)) if match else "lambda"


def functions(text):
    """Every function with a body; those inside another function count as part of it."""
    text = strip(text)
    found, kinds, start, opened = [], [], 0, None
    for match in re.finditer(r"[{};]", text):
        if match.group() == "{":
            header = text[start:match.start()]
            inside = bool(kinds) and kinds[-1] != "scope"
            if not inside and opens_function(header):
                kinds.append("function")
                opened = (header, match.start())
            else:
                kinds.append("other" if inside or not opens_scope(header) else "scope")
        elif match.group() == "}" and kinds:
            if kinds.pop() == "function":
                header, begin = opened
                first = text.count("\n", 0, begin) + 1
                length = max(0, text.count("\n", begin, match.start()) - 1)
                found.append(Function(name_of(header), first, length, header))
        start = match.end()
    return found
