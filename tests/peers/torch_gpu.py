#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
"""PyTorch's GPU times for the zoo: channels last, inputs on the device, one CUDA graph."""

import argparse
import json
import statistics
import sys
import time

import torch

VISION = ("resnet50", "mobilenet_v2", "efficientnet_b0", "convnext_tiny", "vit_b_16")
TOKENS = 128


class LastTensor(torch.nn.Module):
    """A transformer that takes token numbers and gives one tensor."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, tokens):
        return self.model(input_ids=tokens, use_cache=False)[0]


def make(name, batch, dtype):
    if name in VISION:
        import torchvision

        model = getattr(torchvision.models, name)(weights=None)
        example = torch.randn(batch, 3, 224, 224, device="cuda", dtype=dtype)
        example = example.contiguous(memory_format=torch.channels_last)
        model = model.to("cuda", dtype).to(memory_format=torch.channels_last)
        return model.eval(), example
    import transformers

    if name == "bert_base":
        model = transformers.BertModel(transformers.BertConfig(), add_pooling_layer=True)
    else:
        model = transformers.GPT2LMHeadModel(transformers.GPT2Config())
    example = torch.randint(0, 1000, (batch, TOKENS), device="cuda")
    return LastTensor(model).to("cuda", dtype).eval(), example


def median_ms(run, seconds):
    """Of single runs between two events, after a warm-up."""
    for _ in range(5):
        run()
    torch.cuda.synchronize()
    begin = torch.cuda.Event(enable_timing=True)
    end = torch.cuda.Event(enable_timing=True)
    times, until = [], time.monotonic() + seconds
    while len(times) < 10 or time.monotonic() < until:
        begin.record()
        run()
        end.record()
        end.synchronize()
        times.append(begin.elapsed_time(end))
    return statistics.median(times)


def in_graph(model, example):
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(3):
            model(example)
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        model(example)
    return graph.replay


def measure(name, batch, mode, dtype, seconds):
    model, example = make(name, batch, dtype)
    with torch.inference_mode():
        if mode == "graph":
            return median_ms(in_graph(model, example), seconds)
        compiled = torch.compile(model, mode=mode)
        for _ in range(4):
            compiled(example)
        return median_ms(lambda: compiled(example), seconds)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="+", help="names of zoo models")
    parser.add_argument("--batches", default="1,32,128")
    parser.add_argument("--mode", default="graph",
                        choices=("graph", "reduce-overhead", "max-autotune"))
    parser.add_argument("--dtype", default="float16", choices=("float16", "bfloat16", "float32"))
    parser.add_argument("--seconds", type=float, default=0.4, help="of sampling a cell")
    arguments = parser.parse_args()
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = True
    for name in arguments.models:
        for batch in map(int, arguments.batches.split(",")):
            row = {"model": name, "batch": batch, "mode": arguments.mode,
                   "dtype": arguments.dtype}
            try:
                row["median_ms"] = measure(name, batch, arguments.mode,
                                           getattr(torch, arguments.dtype), arguments.seconds)
            except Exception as error:  # a cell that fails must not cost the others
                row["error"] = str(error)[:200]
            print(json.dumps(row), flush=True)
            torch.cuda.empty_cache()
    return 0


if __name__ == "__main__":
    sys.exit(main())
