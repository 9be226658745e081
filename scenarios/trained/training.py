# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
"""Shared training, export and bookkeeping of the small trained scenario models."""

import argparse
import functools
import hashlib
import inspect
import json
import math
import multiprocessing
import pathlib
import platform
import time

import numpy as np
import torch

TRAIN_SEED, HELD_OUT_SEED, COMMITTED_SEED = 20261101, 20261102, 20261103
COMMITTED_COUNT = 512
MODEL_SEED = 7


def parse_arguments(description, difficulty, epochs, train_count, peak_rate):
    """Command line common to both training scripts, with the model's own defaults."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--out", required=True, type=pathlib.Path, help="folder to write")
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--difficulty", type=float, default=difficulty)
    parser.add_argument("--epochs", type=int, default=epochs)
    parser.add_argument("--train-count", type=int, default=train_count)
    parser.add_argument("--held-out-count", type=int, default=20000)
    parser.add_argument("--batch", type=int, default=512)
    parser.add_argument("--peak-rate", type=float, default=peak_rate)
    parser.add_argument("--weight-decay", type=float, default=0.03)
    parser.add_argument("--max-seconds", type=float, default=math.inf,
                        help="shorten the learning-rate schedule to end by then")
    parser.add_argument("--workers", type=int, default=8)
    return parser.parse_args()


class Log:
    """Prints each line and keeps it for train_log.txt."""

    def __init__(self):
        self.lines = []

    def __call__(self, line):
        print(line, flush=True)
        self.lines.append(line)

    def describe_run(self, name, options, model, device):
        """Record what a reader needs to repeat the run."""
        gpu = torch.cuda.get_device_name(device) if device.type == "cuda" else "none (CPU)"
        self(f"model {name}, {sum(p.numel() for p in model.parameters())} parameters")
        self(f"torch {torch.__version__}, numpy {np.__version__}, "
             f"python {platform.python_version()}, GPU {gpu}")
        self(f"seeds: training data {TRAIN_SEED}, held-out data {HELD_OUT_SEED}, "
             f"committed data {COMMITTED_SEED}, weights {MODEL_SEED}")
        settings = {key: value for key, value in vars(options).items() if key != "out"}
        self(f"settings: {settings}")


def generate(data_module, seed, count, difficulty, workers):
    """Samples and labels of one split, made chunk by chunk in worker processes."""
    sizes = [min(data_module.CHUNK, count - start)
             for start in range(0, count, data_module.CHUNK)]
    jobs = [(seed, chunk, size, difficulty) for chunk, size in enumerate(sizes)]
    with multiprocessing.Pool(workers) as pool:
        parts = pool.starmap(data_module.generate_chunk, jobs)
    return tuple(np.concatenate(column) for column in zip(*parts))


def _unseen(split, seen, count, log):
    """The first `count` samples of a split that do not occur in training."""
    fresh = np.flatnonzero([row.tobytes() not in seen for row in split[0]])
    log(f"held-out split: {len(split[0]) - len(fresh)} of {len(split[0])} candidates also occur "
        f"in training and are left out, {min(count, len(fresh))} of the others kept")
    if len(fresh) < count:
        raise RuntimeError("too few held-out samples: generate more candidates")
    return tuple(column[fresh[:count]] for column in split)


def generate_splits(data_module, options, log):
    """The training, held-out and committed splits; the last two share nothing with the first."""
    started = time.time()
    workers, difficulty = options.workers, options.difficulty
    train_split = generate(data_module, TRAIN_SEED, options.train_count, difficulty, workers)
    seen = {row.tobytes() for row in train_split[0]}
    held_out = []
    for seed, count in ((HELD_OUT_SEED, options.held_out_count),
                        (COMMITTED_SEED, COMMITTED_COUNT)):
        # A quarter more than needed, as short sentences can repeat by chance.
        candidates = generate(data_module, seed, count + count // 4, difficulty, workers)
        held_out.append(_unseen(candidates, seen, count, log))
    log(f"generated {options.train_count} training samples and the held-out splits in "
        f"{time.time() - started:.1f} s")
    return train_split, *held_out


def _rate(progress, peak):
    warm_up = 0.05
    if progress < warm_up:
        return peak * (progress / warm_up + 0.01)
    return peak * 0.5 * (1.0 + math.cos(math.pi * (progress - warm_up) / (1.0 - warm_up)))


def fit(model, split, prepare, options, log):
    """Train on one split held in device memory; `prepare` augments and scales a batch."""
    device = next(model.parameters()).device
    inputs, labels = (torch.from_numpy(array).to(device) for array in split)
    optimizer = torch.optim.AdamW(model.parameters(), lr=options.peak_rate,
                                  weight_decay=options.weight_decay)
    steps = max(1, len(inputs) // options.batch)
    total, step, started = steps * options.epochs, 0, time.time()
    for epoch in range(options.epochs):
        model.train()
        order = torch.randperm(len(inputs), device=device)
        loss_sum = torch.zeros((), device=device)
        for chosen in order[:steps * options.batch].split(options.batch):
            progress = max(step / total, (time.time() - started) / options.max_seconds)
            optimizer.param_groups[0]["lr"] = _rate(min(progress, 1.0), options.peak_rate)
            loss = torch.nn.functional.cross_entropy(model(prepare(inputs[chosen])),
                                                     labels[chosen])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            loss_sum += loss.detach()
            step += 1
        log(f"epoch {epoch + 1:2d}/{options.epochs} loss {loss_sum.item() / steps:.4f} "
            f"rate {optimizer.param_groups[0]['lr']:.2e} {time.time() - started:.1f} s")
        if progress >= 1.0:
            break


@torch.no_grad()
def predict(model, inputs, to_model_input, batch=1000):
    """FP32 logits of all inputs, in evaluation mode."""
    model.eval()
    device = next(model.parameters()).device
    parts = [model(to_model_input(torch.from_numpy(inputs[at:at + batch]).to(device))).cpu()
             for at in range(0, len(inputs), batch)]
    return torch.cat(parts).numpy()


def accuracy(logits, labels):
    """Share of rows whose largest logit is at the label."""
    return float(np.mean(logits.argmax(1) == labels))


def export(model, example, path, input_name, opset, keep_batch_norm):
    """Write the model as ONNX with a dynamic batch axis."""
    mode = torch.onnx.TrainingMode
    keywords = {"dynamo": False} if "dynamo" in inspect.signature(
        torch.onnx.export).parameters else {}
    model.eval()
    torch.onnx.export(
        model, (example,), str(path), input_names=[input_name], output_names=["logits"],
        dynamic_axes={input_name: {0: "batch"}, "logits": {0: "batch"}}, opset_version=opset,
        # Folding BatchNorm into the convolutions is the engine's work, not the exporter's.
        training=mode.PRESERVE if keep_batch_norm else mode.EVAL,
        do_constant_folding=not keep_batch_norm, **keywords)


def check_against_onnxruntime(path, input_name, model_inputs, logits, log):
    """Compare the exported file with PyTorch; skipped where onnxruntime is missing."""
    try:
        import onnxruntime
    except ImportError:
        log("onnxruntime not installed: exported file not run")
        return
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    for count in (1, 7, len(model_inputs)):
        found = session.run(["logits"], {input_name: model_inputs[:count]})[0]
        worst = float(np.max(np.abs(found - logits[:count])))
        same = int(np.sum(found.argmax(1) == logits[:count].argmax(1)))
        log(f"onnxruntime {onnxruntime.__version__}, batch {count}: largest logit difference "
            f"{worst:.2e}, same top-1 {same}/{count}")
        if worst > 1e-3:
            raise RuntimeError("the exported file does not compute what the model does")


def _write_json(path, value):
    path.write_text(json.dumps(value, indent=2) + "\n")


def finish(name, model, held_out, committed, to_model_input, data_description, options, log):
    """Measure on the held-out data, export, verify and write every file of the scenario."""
    folder = options.out
    folder.mkdir(parents=True, exist_ok=True)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    inputs, labels = held_out
    log(f"held-out top-1 ({len(labels)} samples): "
        f"{accuracy(predict(model, inputs, to_model_input), labels):.4f}")
    model.cpu()
    inputs, labels = committed
    logits = predict(model, inputs, to_model_input, COMMITTED_COUNT)
    log(f"committed held-out top-1 ({len(labels)} samples): {accuracy(logits, labels):.4f}")
    np.save(folder / "inputs.npy", np.ascontiguousarray(inputs))
    np.save(folder / "labels.npy", labels)
    model_inputs = to_model_input(torch.from_numpy(inputs))
    path = folder / "model.onnx"
    export(model, model_inputs[:2], path, data_description["input"], data_description.pop("opset"),
           any(isinstance(part, torch.nn.BatchNorm2d) for part in model.modules()))
    check_against_onnxruntime(path, data_description["input"], model_inputs.numpy(), logits, log)
    log(f"model.onnx: {path.stat().st_size} bytes, sha256 "
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}")
    _write_json(folder / "data.json", {
        **data_description, "inputs": "inputs.npy", "labels": "labels.npy",
        "output": "logits", "task": "classification"})
    _write_json(folder / "expected.json", {
        "model": name, "samples": len(labels), "correct": int(sum(logits.argmax(1) == labels)),
        "top1": accuracy(logits, labels), "precision": "fp32",
        "measured_with": f"PyTorch {torch.__version__.split('+')[0]} on the CPU"})
    (folder / "train_log.txt").write_text("\n".join(log.lines) + "\n")


def train(name, build, data_module, augment, to_model_input, data_description, options):
    """Run one scenario from data to files; `build` makes the untrained model."""
    log = Log()
    # Worker processes are forked here, before CUDA starts: a fork after it would break them.
    train_split, held_out, committed = generate_splits(data_module, options, log)
    device = torch.device(options.device)
    torch.manual_seed(MODEL_SEED)
    torch.backends.cudnn.benchmark = True
    torch.backends.cuda.matmul.allow_tf32 = True
    model = build().to(device)
    log.describe_run(name, options, model, device)
    fit(model, train_split, functools.partial(augment, to_model_input), options, log)
    finish(name, model, held_out, committed, to_model_input, data_description, options, log)
