// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What a job brings back: plain structs that the worker fills and the store keeps.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "results/record/proof.h"
#include "scenarios/scenario.h"

namespace nightjar::record {

/// Summary of one quantity over the samples of a measurement, in nanoseconds.
struct Summary {
  int64_t count = 0;
  double median_ns = 0, mean_ns = 0, min_ns = 0, max_ns = 0;
  double p90_ns = 0, p95_ns = 0, p99_ns = 0;
  double cv = 0;                                 ///< Standard deviation over mean.
  double median_low_ns = 0, median_high_ns = 0;  ///< 95 % interval of the median, within the run.

  bool operator==(const Summary&) const = default;
};

/// Timed parts of each sample, kept apart. Equal lengths; empty where a part does not exist.
struct Samples {
  std::vector<int64_t> latency_ns;  ///< H2D + compute + D2H as one caller sees it.
  std::vector<int64_t> enqueue_ns, h2d_ns, compute_ns, d2h_ns;

  bool operator==(const Samples&) const = default;
};

/// Accuracy of the plan's answers.
struct Accuracy {
  // Against the FP32 plain reference on the same inputs.
  double cosine = 1, max_abs_error = 0, max_relative_error = 0, sqnr_db = 0;
  double top1_agreement = 1;
  int64_t compared_items = 0;
  // Against labels; label_count is 0 where there are none.
  double label_accuracy = 0;
  int64_t label_count = 0;

  bool operator==(const Accuracy&) const = default;
};

/// One step of the plan in the profiled pass.
struct LayerRow {
  int64_t index = 0;
  std::string name;                ///< The step's own name, usually its first ONNX node.
  std::vector<std::string> nodes;  ///< ONNX nodes it came from.
  std::string tactic, layout, precision;
  double median_ns = 0;
  double share = 0;  ///< Of the sum over all steps.

  bool operator==(const LayerRow&) const = default;
};

/// Where and with what a result was taken. A result without it is refused.
struct Environment {
  std::string host, device_name, device_class, isa;
  int64_t cores = 0;
  std::string os_kernel, driver;
  std::string git_revision;
  bool git_dirty = false;
  std::string build_type, compiler;
  std::map<std::string, std::string> libraries;  ///< onednn, zmq, cuda, … to version.
  double clock_mhz = 0, load_average = 0;
  int64_t memory_bytes = 0;
  std::string worker_binary_digest;
  std::string fault_injected;  ///< Empty, or a sentence that says what.

  /// Names of the fields that must be known and are not.
  std::vector<std::string> missing_fields() const;
  bool complete() const { return missing_fields().empty(); }
  bool operator==(const Environment&) const = default;
};

/// Measurements of a build scenario.
struct BuildFigures {
  double cold_build_ns = 0, rebuild_ns = 0;
  int64_t plan_bytes = 0, peak_memory_bytes = 0;

  bool operator==(const BuildFigures&) const = default;
};

/// What a load pattern brought besides the latency of its samples.
struct LoadFigures {
  int64_t concurrency = 1;  ///< Inferences of a query, contexts or threads, by the pattern.
  int64_t queries = 0;      ///< That the percentile is of; a server's at the rate that it meets.
  double percentile = 0;    ///< 0.99; 0 where none was claimed, and the next four are 0 then.
  double percentile_ns = 0;
  double percentile_low_ns = 0, percentile_high_ns = 0;  ///< Its 95 % interval, within the run.
  /// What early stopping supports at a confidence of 0.99 (MLPerf LoadGen); 0: too few queries.
  double supported_ns = 0;
  double rate_per_s = 0;         ///< Queries a second: served, or the most that meet the bound.
  double failed_rate_per_s = 0;  ///< Of a server: the lowest rate tried that did not meet it.
  double latency_bound_ns = 0;   ///< Of a server.
  int64_t rates_tried = 0;       ///< Of a server.

  bool operator==(const LoadFigures&) const = default;
};

enum class Outcome : uint8_t { kDone, kFailed, kCancelled };
const char* to_string(Outcome outcome);  ///< done, failed, cancelled
std::optional<Outcome> outcome_from_string(const std::string& word);

/// Everything one job produced. On failure `error` says why and the rest may be empty.
struct JobResult {
  Outcome outcome = Outcome::kDone;
  std::string error;
  Samples samples;
  Summary latency;  ///< Of samples.latency_ns (build: cold build; load: load).
  Summary enqueue, h2d, compute, d2h;
  double throughput_per_s = 0;  ///< Items (batch × inferences) a second.
  int64_t discarded_samples = 0;
  std::string discard_reason;
  std::string stop_reason;  ///< Which stopping rule ended sampling.
  std::optional<Accuracy> accuracy;
  std::optional<BuildFigures> build;
  std::optional<LoadFigures> load;
  std::vector<LayerRow> layers;
  Environment environment;
  std::string plan_digest, decisions_digest;
  std::optional<Proof> proof;  ///< Of a job that repeats others; its latency is the new side's.
  int64_t started_unix_ns = 0, finished_unix_ns = 0;

  bool operator==(const JobResult&) const = default;
};

}  // namespace nightjar::record
