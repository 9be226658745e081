#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
"""Times ONNX models with Python's onnxruntime on the CPU, as onnxruntime_cpu.mjs does with that of
Node: full optimisation, batch 1, median of many runs."""

import argparse
import json
import pathlib
import statistics
import sys
import time

import numpy
import onnxruntime

TYPES = {"tensor(float)": numpy.float32, "tensor(double)": numpy.float64,
         "tensor(int32)": numpy.int32, "tensor(int64)": numpy.int64, "tensor(int8)": numpy.int8,
         "tensor(uint8)": numpy.uint8, "tensor(bool)": numpy.bool_}


def make_input(described):
    """Floats between -1 and 1; integers 0 and 1, which are indices of any table. Symbols are 1."""
    kind = TYPES.get(described.type)
    if kind is None:
        raise ValueError(f"input '{described.name}' has type {described.type}, not made here")
    shape = [extent if isinstance(extent, int) else 1 for extent in described.shape]
    index = numpy.arange(int(numpy.prod(shape)), dtype=numpy.int64)
    is_float = numpy.issubdtype(kind, numpy.floating)
    values = index * 7919 % 2000 / 1000 - 1 if is_float else index % 2
    return values.astype(kind).reshape(shape)


def sample_ms(session, feeds, seconds):
    times = []
    deadline = time.perf_counter() + seconds
    while time.perf_counter() < deadline or len(times) < 5:
        start = time.perf_counter()
        session.run(None, feeds)
        times.append((time.perf_counter() - start) * 1e3)
    return times


def time_model(path, threads, seconds):
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    feeds = {each.name: make_input(each) for each in session.get_inputs()}
    sample_ms(session, feeds, seconds / 5)
    times = sample_ms(session, feeds, seconds)
    return {"runs": len(times), "median_ms": statistics.median(times)}


def measure(path, arguments):
    row = {"model": path.stem, "threads": arguments.threads}
    try:
        row |= time_model(path, arguments.threads, arguments.seconds)
    except Exception as error:  # of a model that the runtime refuses, as its bindings name them
        row["error"] = str(error)
    if not arguments.json:
        text = row.get("error") or f"{row['median_ms']:10.3f} ms, median of {row['runs']}"
        print(f"{row['model']:24} {row['threads']} threads  {text}")
    return row


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="+", type=pathlib.Path, metavar="MODEL.onnx")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    rows = [measure(path, arguments) for path in arguments.models]
    if arguments.json:
        print(json.dumps(rows[0] if len(rows) == 1 else rows))
    sys.exit(any("error" in row for row in rows))


if __name__ == "__main__":
    main()
