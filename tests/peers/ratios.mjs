// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Samples of cpu_side_by_side to a table: ONNX Runtime's median over ours, and geometric means.
import { readFileSync } from 'node:fs';

const words = process.argv.slice(2);
const asJson = words[0] === '--json';
if (asJson) words.shift();
const [file, ...precisions] = words;

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function geometricMean(values) {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

const groups = new Map();
for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
  const { model, threads, who, median_ms } = JSON.parse(line);
  const key = `${model} ${threads}`;
  if (!groups.has(key)) groups.set(key, { model, threads, times: {} });
  (groups.get(key).times[who] ??= []).push(median_ms);
}

const rows = [...groups.values()].map(({ model, threads, times }) => {
  const row = { model, threads, onnxruntime_ms: median(times.onnxruntime) };
  for (const precision of precisions) {
    row[`${precision}_ms`] = median(times[precision]);
    row[`${precision}_ratio`] = row.onnxruntime_ms / row[`${precision}_ms`];
  }
  if (times['onnxruntime-int8']) {
    row.onnxruntime_int8_ms = median(times['onnxruntime-int8']);
    row.same_model_ratio = row.onnxruntime_int8_ms / row.int8_ms;
  }
  return row;
});
const means = {};
for (const precision of precisions) {
  means[precision] = geometricMean(rows.map((row) => row[`${precision}_ratio`]));
}
const hasQuantized = rows.every((row) => row.same_model_ratio !== undefined);
if (hasQuantized) means.same_model = geometricMean(rows.map((row) => row.same_model_ratio));

if (asJson) {
  console.log(JSON.stringify({ rows, geometric_mean_ratio: means }, null, 2));
} else {
  const cell = (text) => String(text).padStart(12);
  const columns = precisions.flatMap((each) => [cell(`${each} ms`), cell('ratio')]);
  if (hasQuantized) columns.push(cell('ORT int8 ms'), cell('ratio'));
  console.log('model'.padEnd(20) + cell('threads') + cell('ORT ms') + columns.join(''));
  for (const row of rows) {
    const ours = precisions.flatMap((each) => [
      cell(row[`${each}_ms`].toFixed(2)), cell(`${row[`${each}_ratio`].toFixed(2)}x`)]);
    if (hasQuantized) {
      ours.push(cell(row.onnxruntime_int8_ms.toFixed(2)),
        cell(`${row.same_model_ratio.toFixed(2)}x`));
    }
    console.log(row.model.padEnd(20) + cell(row.threads) + cell(row.onnxruntime_ms.toFixed(2)) +
      ours.join(''));
  }
  const ratios = precisions.flatMap((each) => [cell(''), cell(`${means[each].toFixed(2)}x`)]);
  if (hasQuantized) ratios.push(cell(''), cell(`${means.same_model.toFixed(2)}x`));
  console.log('geometric mean'.padEnd(20) + cell('') + cell('') + ratios.join(''));
}
