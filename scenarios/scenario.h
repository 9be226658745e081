// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One fully specified measurement, and the words it is made of.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace nightjar::scenarios {

enum class Kind : uint8_t { kInference, kBuild, kLoad, kKernel };
enum class Precision : uint8_t { kFp32, kTf32, kFp16, kBf16, kInt8, kFp8 };
enum class Pattern : uint8_t {
  kSingleStream,  ///< The next inference begins when the answer to the one before is there.
  kOffline,       ///< All at once, as fast as the device goes.
  kMultiStream,   ///< Queries of several inferences, the next when the one before is answered.
  kServer,        ///< Queries arrive by themselves; how many a second meet a latency bound.
  kConcurrent,    ///< Several callers, each of whom waits for its answers.
};

const char* to_string(Kind kind);            ///< inference, build, load, kernel
const char* to_string(Precision precision);  ///< fp32, tf32, fp16, bf16, int8, fp8
const char* to_string(Pattern pattern);      ///< single_stream, offline, …, concurrent
std::optional<Kind> kind_from_string(const std::string& word);
std::optional<Precision> precision_from_string(const std::string& word);
std::optional<Pattern> pattern_from_string(const std::string& word);

/// Extents by input name; the way to give shapes beyond a batch size.
using InputShapes = std::map<std::string, std::vector<int64_t>>;

/// When to stop sampling. All times in nanoseconds.
struct SamplingPlan {
  int64_t warm_up_ns = 200'000'000;
  int64_t min_samples = 30;
  int64_t max_samples = 100'000;
  int64_t max_duration_ns = 3'000'000'000;
  double target_relative_error = 0.005;  ///< Of the median, at 95 %; 0 turns the rule off.

  bool operator==(const SamplingPlan&) const = default;
};

/// What counts as a change that matters, and as acceptable accuracy.
struct Limits {
  double latency_threshold = 0.05;   ///< Relative change of the median that matters.
  std::optional<double> min_cosine;  ///< Against the FP32 reference.
  std::optional<double> max_relative_error;
  std::optional<double> min_top1_agreement;
  std::optional<double> min_label_accuracy;  ///< Against labels, where the model has any.
  double accuracy_threshold = 0.005;         ///< Absolute drop of label accuracy that matters.

  bool operator==(const Limits&) const = default;
};

/// What is done to a model on purpose. All but the delay are put into its plan.
enum class FaultKind : uint8_t {
  kDelay,      ///< A busy wait behind a step.
  kTactic,     ///< The slowest tactic that is right, instead of the fastest.
  kPrecision,  ///< A layer computes in float32, whatever the scenario says.
  kFusion,     ///< Nothing is fused into a layer.
  kReformat,   ///< A layer's input is brought into another layout and back.
  kRounding,   ///< A layer's weights are rounded far too coarsely.
};
const char* to_string(FaultKind kind);  ///< delay, tactic, precision, fusion, reformat, rounding
std::optional<FaultKind> fault_kind_from_string(const std::string& word);

/// A fault put in on purpose, to prove that the harness sees it. Recorded with the result, and
/// never part of a scenario's fingerprint.
struct FaultInjection {
  std::string model;       ///< Name of the model it is for; empty for none.
  double slow_down = 0.0;  ///< Of a delay: 0.2 adds 20 % of the model's time.
  std::string layer;       ///< ONNX node whose step it is for; empty: the slowest step.
  FaultKind kind = FaultKind::kDelay;

  bool empty() const { return model.empty(); }
  bool operator==(const FaultInjection&) const = default;
};

/// How a load is offered, and which percentile is claimed of its latencies.
struct LoadPlan {
  /// Inferences of a query (multi_stream), contexts (server, concurrent), or threads (kind load).
  /// 0 where the pattern has no such number, or for what is built in: 8, 1, 2 and 1.
  int64_t concurrency = 0;
  int64_t plans = 0;             ///< Of kind load: plans that the threads load; 0: one each.
  double percentile = 0;         ///< 0: none is claimed; a server's is 0.99 then.
  int64_t latency_bound_ns = 0;  ///< Of the server's percentile; 0: 100 ms.
  int64_t seed = 1;              ///< Of arrival times.

  bool operator==(const LoadPlan&) const = default;
};

/// One measurement. Everything that defines its series is here and in the fingerprint, except
/// the limits and the sampling plan's upper bounds.
struct Scenario {
  Kind kind = Kind::kInference;
  std::string model;  ///< Zoo or trained name, path of an ONNX file, or kernel case.
  Precision precision = Precision::kFp32;
  int64_t batch = 1;
  InputShapes shapes;  ///< Empty: the model's own, with `batch`.
  Pattern pattern = Pattern::kSingleStream;
  std::string device = "cpu";  ///< cpu or cuda: the kind of worker that may take it.
  int threads = 0;             ///< CPU threads; 0: all of the worker's cores.
  std::map<std::string, std::string> build_options;
  SamplingPlan sampling;
  Limits limits;
  LoadPlan load;

  bool operator==(const Scenario&) const = default;
};

/// "resnet50/bf16/b8/single_stream", with kind, threads and shapes where not the default.
std::string display_name(const Scenario& scenario);

/// 16 hex digits over everything that defines the series: kind, model, precision, batch, shapes,
/// pattern and load, device kind, threads, build options, warm-up and stopping rule.
std::string fingerprint(const Scenario& scenario);

/// The concurrency of the scenario's pattern or kind, with what is built in; 1 where it has none.
int64_t concurrency_of(const Scenario& scenario);
/// Whether LoadPlan::concurrency means anything to such a scenario.
bool has_concurrency(Kind kind, Pattern pattern);

/// JSON both ways: for the store, the wire and people. Reading ignores unknown keys, keeps the
/// defaults of absent ones, and names the key that is of the wrong type or out of range.
std::string to_json(const Scenario& scenario);
Result<Scenario> scenario_from_json(const std::string& text);
std::string to_json(const FaultInjection& fault);
Result<FaultInjection> fault_from_json(const std::string& text);

/// Whether every field is within the bounds that suites are held to; the error names the field.
/// What comes from a file or a peer has passed this before anybody works with it.
Status check_bounds(const Scenario& scenario);

}  // namespace nightjar::scenarios
