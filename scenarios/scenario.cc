// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/scenario.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "scenarios/words.h"

namespace nightjar::scenarios {

const char* to_string(Kind kind) { return text_of(kKindWords, kind); }
const char* to_string(Precision precision) { return text_of(kPrecisionWords, precision); }
const char* to_string(Pattern pattern) { return text_of(kPatternWords, pattern); }
const char* to_string(FaultKind kind) { return text_of(kFaultKindWords, kind); }

std::optional<Kind> kind_from_string(const std::string& word) { return value_of(kKindWords, word); }
std::optional<Precision> precision_from_string(const std::string& word) {
  return value_of(kPrecisionWords, word);
}
std::optional<Pattern> pattern_from_string(const std::string& word) {
  return value_of(kPatternWords, word);
}

std::optional<FaultKind> fault_kind_from_string(const std::string& word) {
  return value_of(kFaultKindWords, word);
}

std::string display_name(const Scenario& scenario) {
  const auto& [kind, model, precision, batch, shapes, pattern, device, threads, options, sampling,
               limits, load] = scenario;
  std::string name;
  if (kind != Kind::kInference) name = fmt::format("{}:", to_string(kind));
  name += model;
  if (kind == Kind::kKernel) return name;
  name += fmt::format("/{}", to_string(precision));
  if (shapes.empty()) name += fmt::format("/b{}", batch);
  for (const auto& [input, extents] : shapes) {
    name += fmt::format("/{}={}", input, fmt::join(extents, "x"));
  }
  if (kind == Kind::kInference) name += fmt::format("/{}", to_string(pattern));
  if (load.concurrency != 0) name += fmt::format("/c{}", load.concurrency);
  if (load.plans != 0) name += fmt::format("/p{}", load.plans);
  if (load.latency_bound_ns != 0) {
    name += fmt::format("/within={:g}ms", 1e-6 * static_cast<double>(load.latency_bound_ns));
  }
  if (device != "cpu") name += "/" + device;
  if (threads != 0) name += fmt::format("/t{}", threads);
  for (const auto& [key, value] : options) name += fmt::format("/{}={}", key, value);
  return name;
}

bool has_concurrency(Kind kind, Pattern pattern) {
  if (kind == Kind::kLoad) return true;
  return kind == Kind::kInference && pattern != Pattern::kSingleStream &&
         pattern != Pattern::kOffline;
}

int64_t concurrency_of(const Scenario& scenario) {
  constexpr int64_t kQueryOfMultiStream = 8;  // As MLPerf LoadGen has it.
  constexpr int64_t kCallers = 2;
  if (!has_concurrency(scenario.kind, scenario.pattern)) return 1;
  if (scenario.load.concurrency != 0) return scenario.load.concurrency;
  if (scenario.kind == Kind::kLoad) return 1;
  if (scenario.pattern == Pattern::kMultiStream) return kQueryOfMultiStream;
  return scenario.pattern == Pattern::kConcurrent ? kCallers : 1;
}

}  // namespace nightjar::scenarios
