#!/usr/bin/env node
// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Times ONNX models with ONNX Runtime on the CPU: full optimisation, batch 1, median of many runs.
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const peers = process.env.NIGHTJAR_PEERS_FOLDER ?? join(root, 'build/peers');
const usage = 'usage: onnxruntime_cpu.mjs [--threads N] [--seconds S] [--json] MODEL.onnx...';

function fail(message) {
  console.error(`onnxruntime_cpu: ${message}`);
  process.exit(1);
}

function parse(words) {
  const settings = { threads: 1, seconds: 3, json: false, models: [] };
  while (words.length > 0) {
    const word = words.shift();
    if (word === '--json') settings.json = true;
    else if (word === '--threads' || word === '--seconds') {
      const value = Number(words.shift());
      if (!(value > 0)) fail(`${word} needs a positive number`);
      settings[word.slice(2)] = value;
    } else if (word.startsWith('-')) fail(`'${word}' is not an option; ${usage}`);
    else settings.models.push(word);
  }
  if (settings.models.length === 0) fail(usage);
  return settings;
}

function loadRuntime() {
  try {
    return createRequire(join(peers, 'package.json'))('onnxruntime-node');
  } catch (error) {
    fail(`onnxruntime-node is not in ${peers}; see tests/peers/README.md (${error.message})`);
  }
}

const arrays = {
  float32: Float32Array, float64: Float64Array, int32: Int32Array, int64: BigInt64Array,
  int8: Int8Array, uint8: Uint8Array, bool: Uint8Array,
};

// Floats between -1 and 1, integers 0 and 1, which are indices of any table. Symbols become 1.
function makeInput(runtime, { name, type, shape }) {
  const kind = arrays[type];
  if (kind === undefined) throw new Error(`input '${name}' has type ${type}, which is not made here`);
  const dims = shape.map((extent) => (typeof extent === 'number' ? extent : 1));
  const count = dims.reduce((product, extent) => product * extent, 1);
  const data = new kind(count);
  for (let i = 0; i < count; ++i) {
    if (type === 'int64') data[i] = BigInt(i % 2);
    else if (type.startsWith('float')) data[i] = ((i * 7919) % 2000) / 1000 - 1;
    else data[i] = i % 2;
  }
  return new runtime.Tensor(type, data, dims);
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

async function sample(session, feeds, seconds) {
  const times = [];
  const deadline = performance.now() + seconds * 1e3;
  while (performance.now() < deadline || times.length < 5) {
    const start = performance.now();
    await session.run(feeds);
    times.push(performance.now() - start);
  }
  return times;
}

async function time(runtime, model, { threads, seconds }) {
  const session = await runtime.InferenceSession.create(model, {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
  });
  const feeds = {};
  for (const input of session.inputMetadata) feeds[input.name] = makeInput(runtime, input);
  await sample(session, feeds, seconds / 5);
  const times = await sample(session, feeds, seconds);
  await session.release();
  return { model: basename(model, '.onnx'), threads, runs: times.length, median_ms: median(times) };
}

const settings = parse(process.argv.slice(2));
const runtime = loadRuntime();
const rows = [];
let failed = false;
for (const model of settings.models) {
  try {
    rows.push(await time(runtime, model, settings));
  } catch (error) {
    failed = true;
    rows.push({ model: basename(model, '.onnx'), threads: settings.threads, error: error.message });
  }
  const row = rows.at(-1);
  if (!settings.json) {
    const text = row.error ?? `${row.median_ms.toFixed(3).padStart(10)} ms, median of ${row.runs}`;
    console.log(`${row.model.padEnd(24)} ${row.threads} threads  ${text}`);
  }
}
if (settings.json) console.log(JSON.stringify(settings.models.length === 1 ? rows[0] : rows));
process.exitCode = failed ? 1 : 0;
