// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/fault.h"

#include <fmt/format.h>

#include <algorithm>

#include "results/statistics/quantile.h"
#include "worker/runners/layer_profile.h"

namespace nightjar::runners {
namespace {

constexpr int kWarmUps = 3;
constexpr int kSamples = 11;

Result<double> median_compute_ns(measure::Subject& subject) {
  std::vector<double> compute_ns;
  measure::SampleParts parts;
  for (int i = 0; i < kWarmUps + kSamples; ++i) {
    NIGHTJAR_TRY(subject.take_sample(parts));
    if (i >= kWarmUps) compute_ns.push_back(static_cast<double>(parts.compute_ns));
  }
  return statistics::median(compute_ns);
}

Result<size_t> step_of_layer(const plan::Plan& plan, const scenarios::FaultInjection& fault) {
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    const plan::PlanStep& step = plan.steps[i];
    const bool came_from_it =
        std::find(step.nodes.begin(), step.nodes.end(), fault.layer) != step.nodes.end();
    if (came_from_it || step.name == fault.layer) return i;
  }
  return not_found(
      fmt::format("the fault is for layer '{}', and no step of model '{}' came from "
                  "it; leave the layer out for the slowest one",
                  fault.layer, fault.model));
}

/// By the times that the plan was built with, so that it is the same one in every process; a plan
/// that was never timed is profiled.
Result<size_t> slowest_step(const plan::Plan& plan, StepProfiler& profiler, const Clock& clock) {
  std::vector<double> times_ns;
  for (const plan::PlanStep& step : plan.steps) times_ns.push_back(step.tuned_ns);
  const bool was_timed =
      std::any_of(times_ns.begin(), times_ns.end(), [](double ns) { return ns > 0; });
  if (!was_timed) {
    NIGHTJAR_ASSIGN(times_ns, median_step_times_ns(profiler, plan.steps.size(), clock));
  }
  return static_cast<size_t>(std::max_element(times_ns.begin(), times_ns.end()) - times_ns.begin());
}

}  // namespace

Result<std::string> inject_fault(const scenarios::FaultInjection& fault, const plan::Plan& plan,
                                 measure::Subject& subject, StepProfiler& profiler,
                                 const Clock& clock) {
  if (plan.steps.empty()) {
    return invalid_input(fmt::format("model '{}' has no step to slow down", fault.model));
  }
  NIGHTJAR_ASSIGN(const double own_ns, median_compute_ns(subject));
  size_t step = 0;
  if (fault.layer.empty()) {
    NIGHTJAR_ASSIGN(step, slowest_step(plan, profiler, clock));
  } else {
    NIGHTJAR_ASSIGN(step, step_of_layer(plan, fault));
  }
  profiler.inject_delay({step, fault.slow_down * own_ns});
  return fmt::format("slowed {} by {:.3g} % at layer {} (asked for by --inject-slowdown)",
                     fault.model, 100 * fault.slow_down, plan.steps[step].name);
}

}  // namespace nightjar::runners
