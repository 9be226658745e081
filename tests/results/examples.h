// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Whole records for tests: a complete environment, a result with every part, a scenario.
#pragma once

#include <string>
#include <vector>

#include "results/record/record.h"
#include "scenarios/scenario.h"

namespace nightjar::record::examples {

inline Environment environment() {
  Environment e;
  e.host = "bench-1";
  e.device_name = "Example CPU 9000";
  e.device_class = "cpu-example-9000-avx512-c2";
  e.isa = "avx512_bf16";
  e.cores = 2;
  e.os_kernel = "6.1.0";
  e.git_revision = "0123abc";
  e.build_type = "Release";
  e.compiler = "g++ 12.2";
  e.libraries = {{"onednn", "2.7.3"}, {"zmq", "4.3.4"}};
  e.clock_mhz = 2500;
  e.load_average = 0.25;
  e.memory_bytes = int64_t{8} << 30;
  e.worker_binary_digest = std::string(64, 'a');
  return e;
}

inline Summary summary(double median_ns) {
  Summary s;
  s.count = 100;
  s.median_ns = median_ns;
  s.mean_ns = median_ns * 1.01;
  s.min_ns = median_ns * 0.95;
  s.max_ns = median_ns * 1.3;
  s.p90_ns = median_ns * 1.05;
  s.p95_ns = median_ns * 1.1;
  s.p99_ns = median_ns * 1.2;
  s.cv = 0.03;
  s.median_low_ns = median_ns * 0.998;
  s.median_high_ns = median_ns * 1.002;
  return s;
}

inline LayerRow layer(int64_t index, const std::string& name, double median_ns, double share) {
  return {index, name, {name}, "conv_onednn_v1", "nchw", "fp32", median_ns, share};
}

/// A finished measurement whose layers conv_1 and fc share its time 3 : 1.
inline JobResult result(double median_ns) {
  JobResult r;
  r.samples.latency_ns = {static_cast<int64_t>(median_ns * 0.99), static_cast<int64_t>(median_ns),
                          static_cast<int64_t>(median_ns * 1.01)};
  r.samples.compute_ns = r.samples.latency_ns;
  r.latency = summary(median_ns);
  r.compute = summary(median_ns * 0.9);
  r.throughput_per_s = 1e9 / median_ns;
  r.discarded_samples = 2;
  r.discard_reason = "the clock was below 75 % of its default";
  r.stop_reason = "the median is known to 0.5 %";
  r.accuracy.emplace();
  r.accuracy->cosine = 0.9999;
  r.accuracy->label_accuracy = 0.93;
  r.accuracy->label_count = 500;
  r.layers = {layer(0, "conv_1", median_ns * 0.75, 0.75), layer(1, "fc", median_ns * 0.25, 0.25)};
  r.environment = environment();
  r.plan_digest = std::string(64, 'b');
  r.decisions_digest = std::string(64, 'c');
  r.started_unix_ns = 1'700'000'000'000'000'000;
  r.finished_unix_ns = 1'700'000'001'000'000'000;
  return r;
}

inline scenarios::Scenario scenario(const std::string& model,
                                    scenarios::Precision precision = scenarios::Precision::kFp32) {
  scenarios::Scenario s;
  s.model = model;
  s.precision = precision;
  return s;
}

}  // namespace nightjar::record::examples
