// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/expand.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "scenarios/bounds.h"
#include "scenarios/overlay.h"

namespace nightjar::scenarios {
namespace {

/// Every axis of one entry, model and kind, each with at least one value.
struct Axes {
  std::vector<std::string> devices;
  std::vector<Precision> precisions{Precision::kFp32};
  std::vector<int64_t> batches{1};
  std::vector<InputShapes> shapes{{}};
  std::vector<Pattern> patterns{Pattern::kSingleStream};
  std::vector<int64_t> concurrencies{0};
  std::vector<int> threads;

  /// Never more than kMaxScenarios + 1, so that hostile lists cannot overflow it.
  size_t size() const {
    size_t product = 1;
    for (const size_t extent : {devices.size(), precisions.size(), batches.size(), shapes.size(),
                                patterns.size(), concurrencies.size(), threads.size()}) {
      product = std::min(product * std::min(extent, kMaxScenarios + 1), kMaxScenarios + 1);
    }
    return product;
  }
};

/// A load pattern means something to inference only; a kernel case has its shapes in its name.
Axes axes_of(const Settings& settings, Kind kind) {
  Axes axes;
  axes.devices = settings.devices.value_or(std::vector<std::string>{"cpu"});
  axes.threads = settings.threads.value_or(std::vector<int>{0});
  if (kind == Kind::kKernel) return axes;
  if (settings.precisions) axes.precisions = *settings.precisions;
  if (settings.batches) axes.batches = *settings.batches;
  if (settings.shapes) axes.shapes = *settings.shapes;
  if (settings.patterns && kind == Kind::kInference) axes.patterns = *settings.patterns;
  const bool has_any = std::any_of(axes.patterns.begin(), axes.patterns.end(),
                                   [&](Pattern pattern) { return has_concurrency(kind, pattern); });
  if (settings.concurrencies && has_any) axes.concurrencies = *settings.concurrencies;
  return axes;
}

/// Takes the next digit of a mixed-radix number: how one index walks all axes.
template <typename T>
const T& pick(const std::vector<T>& axis, size_t& index) {
  const T& value = axis[index % axis.size()];
  index /= axis.size();
  return value;
}

Scenario scenario_at(const Settings& settings, const Axes& axes, size_t index) {
  Scenario scenario;
  scenario.threads = pick(axes.threads, index);
  scenario.load = load_of(settings);
  scenario.load.concurrency = pick(axes.concurrencies, index);
  scenario.pattern = pick(axes.patterns, index);
  scenario.shapes = pick(axes.shapes, index);
  scenario.batch = pick(axes.batches, index);
  scenario.precision = pick(axes.precisions, index);
  scenario.device = pick(axes.devices, index);
  scenario.build_options = settings.build_options;
  scenario.sampling = sampling_of(settings);
  scenario.limits = limits_of(settings, scenario.precision);
  return scenario;
}

/// Takes out of the load what means nothing to the scenario, so that series do not split by it.
/// False for what would be the same scenario once more, at another concurrency that it does not
/// have.
bool keep_load_that_counts(Scenario& scenario, const Axes& axes) {
  LoadPlan& load = scenario.load;
  const LoadPlan none;
  const bool is_server = scenario.kind == Kind::kInference && scenario.pattern == Pattern::kServer;
  if (!is_server) load.latency_bound_ns = none.latency_bound_ns, load.seed = none.seed;
  if (scenario.kind != Kind::kLoad) load.plans = none.plans;
  if (scenario.kind != Kind::kInference || scenario.pattern == Pattern::kOffline) {
    load.percentile = none.percentile;
  }
  if (has_concurrency(scenario.kind, scenario.pattern)) return true;
  const bool is_first = load.concurrency == axes.concurrencies.front();
  load.concurrency = none.concurrency;
  return is_first;
}

/// Collects scenarios and refuses doubles.
class Collector {
 public:
  Collector(const Suite& suite, const Refusal& refusal) : suite_(suite), refusal_(refusal) {}

  Status add(Scenario scenario, const Place& place) {
    const std::string name = display_name(scenario);
    if (const Status bounds = check_bounds(scenario); !bounds.ok()) {
      return error(place, fmt::format("scenario '{}': {}", name, bounds.error().message));
    }
    const auto [first, is_new] = seen_.emplace(fingerprint(scenario), place);
    if (!is_new) {
      return error(place, fmt::format("scenario '{}' is given twice, first by the entry at line {}",
                                      name, first->second.line));
    }
    if (seen_.size() > kMaxScenarios) {
      return error(place, fmt::format("the suite has more than {} scenarios", kMaxScenarios));
    }
    const std::optional<std::string> reason = refusal_(scenario);
    if (reason) {
      expansion_.left_out.push_back({std::move(scenario), *reason});
    } else {
      expansion_.scenarios.push_back(std::move(scenario));
    }
    return {};
  }

  Error error(const Place& place, const std::string& sentence) const {
    return invalid_input(
        fmt::format("{}:{}:{}: {}", suite_.file, place.line, place.column, sentence));
  }

  Expansion take() { return std::move(expansion_); }

 private:
  const Suite& suite_;
  const Refusal& refusal_;
  std::map<std::string, Place> seen_;
  Expansion expansion_;
};

Settings settings_of(const Suite& suite, const Entry& entry, const std::string& model) {
  Settings settings = overlay(suite.defaults, entry.settings);
  const auto of_suite = suite.overrides.find(model);
  if (of_suite != suite.overrides.end()) settings = overlay(settings, of_suite->second);
  const auto of_entry = entry.overrides.find(model);
  if (of_entry != entry.overrides.end()) settings = overlay(settings, of_entry->second);
  return settings;
}

Status add_model(Collector& collector, const Entry& entry, const std::string& model,
                 const Settings& settings) {
  for (const Kind kind : settings.kinds.value_or(std::vector{Kind::kInference})) {
    const Axes axes = axes_of(settings, kind);
    for (size_t index = 0; index < axes.size(); ++index) {
      Scenario scenario = scenario_at(settings, axes, index);
      scenario.kind = kind;
      scenario.model = model;
      if (!keep_load_that_counts(scenario, axes)) continue;
      NIGHTJAR_TRY(collector.add(std::move(scenario), entry.place));
    }
  }
  return {};
}

}  // namespace

Result<Expansion> expand(const Suite& suite, const Refusal& refusal) {
  Collector collector(suite, refusal);
  for (const Entry& entry : suite.entries) {
    for (const std::string& model : entry.models) {
      NIGHTJAR_TRY(add_model(collector, entry, model, settings_of(suite, entry, model)));
    }
  }
  return collector.take();
}

std::optional<std::string> refuse_by_device_kind(const Scenario& scenario) {
  const bool is_gpu_only =
      scenario.precision == Precision::kTf32 || scenario.precision == Precision::kFp8;
  if (scenario.device != "cpu" || !is_gpu_only) return std::nullopt;
  return fmt::format("a CPU has no {} arithmetic", to_string(scenario.precision));
}

}  // namespace nightjar::scenarios
