// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/digest.h"
#include "scenarios/scenario.h"

namespace nightjar::scenarios {
namespace {

// The first line of the canonical text. Changing it, or anything below, ends every series.
constexpr char kCanonicalForm[] = "nightjar scenario 1\n";

// Lengths in front of free text keep one field from posing as two.
std::string field(const char* key, const std::string& value) {
  return fmt::format("{}={}:{}\n", key, value.size(), value);
}

std::string canonical_text(const Scenario& scenario) {
  std::string text = kCanonicalForm;
  text += field("kind", to_string(scenario.kind));
  text += field("model", scenario.model);
  text += field("precision", to_string(scenario.precision));
  text += fmt::format("batch={}\n", scenario.batch);
  for (const auto& [input, extents] : scenario.shapes) {
    text += field("shape", input) + fmt::format("[{}]\n", fmt::join(extents, ","));
  }
  text += field("pattern", to_string(scenario.pattern));
  text += field("device", scenario.device);
  text += fmt::format("threads={}\n", scenario.threads);
  for (const auto& [key, value] : scenario.build_options) {
    text += field("option", key) + field("value", value);
  }
  text += fmt::format("warm_up_ns={}\n", scenario.sampling.warm_up_ns);
  text += fmt::format("min_samples={}\n", scenario.sampling.min_samples);
  text += fmt::format("target_relative_error={}\n", scenario.sampling.target_relative_error);
  // Absent where there is none, so that older series go on.
  const LoadPlan& load = scenario.load;
  if (load != LoadPlan()) {
    text += fmt::format("concurrency={}\nplans={}\npercentile={}\nlatency_bound_ns={}\nseed={}\n",
                        load.concurrency, load.plans, load.percentile, load.latency_bound_ns,
                        load.seed);
  }
  return text;
}

}  // namespace

std::string fingerprint(const Scenario& scenario) {
  return sha256_hex(canonical_text(scenario)).substr(0, 16);
}

}  // namespace nightjar::scenarios
