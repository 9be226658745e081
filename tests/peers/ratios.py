#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
"""Samples of cpu_side_by_side to a table: ONNX Runtime's median over ours, geometric means."""

import argparse
import collections
import json
import pathlib
import statistics

PEER, QUANTIZED_PEER = "onnxruntime", "onnxruntime-int8"


def sample(model, threads, who, text):
    """One line of samples, of what a program printed with --json."""
    answer = json.loads(text)
    if not answer.get("median_ms", 0) > 0:
        raise SystemExit(f"{who} gave no median_ms for {model}: {text}")
    name = pathlib.Path(model).name.removesuffix(".onnx")
    return json.dumps({"model": name, "threads": int(threads), "who": who,
                       "median_ms": answer["median_ms"]})


def medians_of(path):
    """A dictionary of medians by who for each model and number of threads."""
    times = collections.defaultdict(lambda: collections.defaultdict(list))
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            times[one["model"], one["threads"]][one["who"]].append(one["median_ms"])
    return {key: {who: statistics.median(each) for who, each in of_key.items()}
            for key, of_key in times.items()}


def row_of(key, medians, precisions):
    row = {"model": key[0], "threads": key[1], "onnxruntime_ms": medians[PEER]}
    for precision in precisions:
        row[f"{precision}_ms"] = medians[precision]
        row[f"{precision}_ratio"] = medians[PEER] / medians[precision]
    if QUANTIZED_PEER in medians:
        row["onnxruntime_int8_ms"] = medians[QUANTIZED_PEER]
        row["same_model_ratio"] = medians[QUANTIZED_PEER] / medians["int8"]
    return row


def print_table(rows, means, precisions):
    """Columns of a time and its ratio for each precision, then the same quantised file."""
    columns = [(f"{each}_ms", f"{each}_ratio", f"{each} ms", each) for each in precisions]
    if "same_model" in means:
        columns.append(("onnxruntime_int8_ms", "same_model_ratio", "ORT int8 ms", "same_model"))
    print(f"{'model':20}{'threads':>12}{'ORT ms':>12}"
          + "".join(f"{title:>12}{'ratio':>12}" for _, _, title, _ in columns))
    for row in rows:
        print(f"{row['model']:20}{row['threads']:>12}{row['onnxruntime_ms']:>12.2f}"
              + "".join(f"{row[ms]:>12.2f}{row[ratio]:>11.2f}x" for ms, ratio, _, _ in columns))
    print(f"{'geometric mean':20}{'':24}"
          + "".join(f"{'':12}{means[name]:>11.2f}x" for _, _, _, name in columns))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--sample", nargs=4, metavar=("MODEL", "THREADS", "WHO", "JSON"),
                        help="print a line of samples instead")
    parser.add_argument("file", nargs="?")
    parser.add_argument("precisions", nargs="*")
    arguments = parser.parse_args()
    if arguments.sample:
        print(sample(*arguments.sample))
        return
    precisions = arguments.precisions
    rows = [row_of(key, medians, precisions)
            for key, medians in medians_of(arguments.file).items()]
    means = {each: statistics.geometric_mean(row[f"{each}_ratio"] for row in rows)
             for each in precisions}
    if all("same_model_ratio" in row for row in rows):
        means["same_model"] = statistics.geometric_mean(row["same_model_ratio"] for row in rows)
    if arguments.json:
        print(json.dumps({"rows": rows, "geometric_mean_ratio": means}, indent=2))
    else:
        print_table(rows, means, precisions)


if __name__ == "__main__":
    main()
