#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
"""Exports torchvision's models that the zoo has not to ONNX, with seeded random weights: what
cpu_side_by_side times beside the zoo. Needs Debian's python3-torchvision."""

import argparse
import inspect
import pathlib

import torch
import torchvision

EXTENTS = {"squeezenet1_1": 224, "densenet121": 224, "shufflenet_v2_x1_0": 224,
           "inception_v3": 299}


def exporter_options():
    """Newer versions of torch have a second exporter, which writes other graphs."""
    has_two = "dynamo" in inspect.signature(torch.onnx.export).parameters
    return {"dynamo": False} if has_two else {}


def export(name, folder):
    torch.manual_seed(0)
    options = {"init_weights": False} if name == "inception_v3" else {}
    model = getattr(torchvision.models, name)(weights=None, **options).eval()
    path = folder / f"{name}.onnx"
    torch.onnx.export(model, torch.zeros(1, 3, EXTENTS[name], EXTENTS[name]), str(path),
                      opset_version=13, input_names=["input"], output_names=["output"],
                      **exporter_options())
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--models", nargs="*", default=list(EXTENTS), choices=list(EXTENTS))
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for name in arguments.models:
        print(export(name, arguments.folder))


if __name__ == "__main__":
    main()
