#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
"""Prints what the conformance tests found: a row a suite, then why cases did not pass.

"on host" counts cases that passed on a GPU with steps that the host ran.

usage: table.py FOLDER    where the tests wrote SUITE.SHARD.tsv
"""
import collections
import pathlib
import re
import sys

SUITES = ["onnx", "debian", "models", "layers"]
JUDGEMENTS = ["passed", "on host", "failed", "unsupported", "error"]
SHOWN_REASONS = 40


def read_rows(folder):
    rows = []
    for path in sorted(folder.glob("*.tsv")):
        for line in path.read_text(errors="replace").splitlines():
            fields = line.split("\t", 3)
            if len(fields) == 4:
                rows.append(fields)
    return rows


def kind_of_reason(reason):
    """The reason without what differs from case to case: names and numbers."""
    reason = re.sub(r"^test_data_set_\d+, output '[^']*': ", "", reason)
    reason = re.sub(r"'[^']*'", "…", reason)
    return re.sub(r"-?\d+(\.\d+)?(e[-+]?\d+)?", "#", reason)


def print_suites(rows):
    counts = collections.Counter((suite, judgement) for suite, _, judgement, _ in rows)
    print(f"{'suite':<10}{'cases':>8}" + "".join(f"{name:>13}" for name in JUDGEMENTS))
    more = sorted({suite for suite, _, _, _ in rows} - set(SUITES))
    for suite in (SUITES if not more else []) + more:
        numbers = [counts[suite, judgement] for judgement in JUDGEMENTS]
        if sum(numbers) == 0:
            print(f"{suite:<10}{'absent':>8}")
            continue
        print(f"{suite:<10}{sum(numbers):>8}" + "".join(f"{number:>13}" for number in numbers))


def print_reasons(rows):
    reasons = collections.Counter((suite, judgement, kind_of_reason(reason))
                                  for suite, _, judgement, reason in rows if judgement != "passed")
    for (suite, judgement, reason), count in reasons.most_common(SHOWN_REASONS):
        print(f"{count:>6}  {suite}, {judgement}: {reason}")
    if len(reasons) > SHOWN_REASONS:
        print(f"        and {len(reasons) - SHOWN_REASONS} further reasons")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    rows = read_rows(pathlib.Path(sys.argv[1]))
    print_suites(rows)
    print_reasons(rows)


if __name__ == "__main__":
    main()
