// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/inference_runner.h"

#include <fmt/format.h>

#include "worker/runners/accuracy/accuracy_check.h"
#include "worker/runners/fault.h"
#include "worker/runners/layer_profile.h"
#include "worker/runners/offered_load.h"

namespace nightjar::runners {
namespace {

/// Profiles the first lane and delays all of them.
class EveryLane final : public StepProfiler {
 public:
  explicit EveryLane(const Lanes& lanes) : lanes_(lanes) {}
  Result<std::vector<runtime::StepTime>> profile() override { return lanes_.front()->profile(); }
  void inject_delay(runtime::InjectedDelay delay) override {
    for (const auto& lane : lanes_) lane->inject_delay(delay);
  }

 private:
  const Lanes& lanes_;
};

}  // namespace

Status InferenceRunner::check_ready(const wire::Lease& lease) {
  if (lease.scenario.batch >= 1) return {};
  return invalid_input(fmt::format("a batch of {} cannot be run", lease.scenario.batch));
}

record::JobResult InferenceRunner::execute(const wire::Lease& lease, const Monitor& monitor) {
  auto result = measure(lease, monitor);
  return result.ok() ? std::move(*result) : failed_result(result.error());
}

Result<record::JobResult> InferenceRunner::measure(const wire::Lease& lease,
                                                   const Monitor& monitor) const {
  const scenarios::Scenario& scenario = lease.scenario;
  record::JobResult result;
  NIGHTJAR_ASSIGN(const auto planned, plan_model(workplace_, lease, monitor));
  result.plan_digest = planned.file.digest;
  result.decisions_digest = planned.file.decisions_digest;
  NIGHTJAR_ASSIGN(const auto engine, load_engine(planned.file, *planned.imported.device));
  NIGHTJAR_ASSIGN(const auto inputs, inputs_for(planned.imported, scenario, scenario.batch));
  NIGHTJAR_ASSIGN(const Lanes lanes, make_lanes(engine, inputs, scenario, workplace_.clock));

  result.environment.fault_injected = planned.fault;
  const bool has_delay = !lease.fault.empty() && lease.fault.model == scenario.model &&
                         lease.fault.kind == scenarios::FaultKind::kDelay;
  if (has_delay) {
    measure::SingleStream subject(*lanes.front(), workplace_.clock);
    EveryLane every(lanes);
    NIGHTJAR_ASSIGN(result.environment.fault_injected,
                    inject_fault(lease.fault, engine->plan(), subject, every, workplace_.clock));
  }
  monitor.report("sampling", 0.5);
  NIGHTJAR_TRY(offer_load(lanes, scenario, workplace_, result));

  monitor.report("profiling", 0.8);
  NIGHTJAR_ASSIGN(
      const auto times_ns,
      median_step_times_ns(*lanes.front(), engine->plan().steps.size(), workplace_.clock));
  result.layers = layer_rows(engine->plan(), times_ns);

  // A repeat asks how fast, and no more.
  if (lease.side.source != wire::SideChoice::Source::kOwn) return result;
  monitor.report("checking accuracy", 0.85);
  NIGHTJAR_ASSIGN(result.accuracy, check_accuracy(workplace_, planned.imported, scenario, engine));
  return result;
}

}  // namespace nightjar::runners
