// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/inference_runner.h"

#include <fmt/format.h>

#include "worker/measure/summaries.h"
#include "worker/runners/accuracy/accuracy_check.h"
#include "worker/runners/engine_lane.h"
#include "worker/runners/fault.h"
#include "worker/runners/layer_profile.h"

namespace nightjar::runners {
namespace {

/// Copies of one inference overlap with the next one's work where a device can do both.
constexpr size_t kLanesOfAGpu = 2;

using Lanes = std::vector<std::unique_ptr<EngineLane>>;

Result<Lanes> make_lanes(const std::shared_ptr<const engine::Engine>& engine,
                         const runtime::TensorsByName& inputs, scenarios::Pattern pattern,
                         const Clock& clock) {
  const bool overlaps = pattern == scenarios::Pattern::kOffline &&
                        engine->device().info().kind != device::DeviceKind::kCpu;
  Lanes lanes;
  for (size_t i = 0; i < (overlaps ? kLanesOfAGpu : 1); ++i) {
    NIGHTJAR_ASSIGN(auto lane, EngineLane::create(engine, inputs, clock));
    lanes.push_back(std::move(lane));
  }
  return lanes;
}

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

/// One warm latency, to choose the length of a burst by.
Result<int64_t> estimate_latency_ns(measure::Subject& subject) {
  measure::SampleParts parts;
  for (int i = 0; i < 3; ++i) NIGHTJAR_TRY(subject.take_sample(parts));
  return parts.latency_ns;
}

Result<measure::Sampling> sample(const Lanes& lanes, const scenarios::Scenario& scenario,
                                 const Workplace& workplace) {
  measure::SingleStream single(*lanes.front(), workplace.clock);
  if (scenario.pattern == scenarios::Pattern::kSingleStream) {
    return take_samples(single, scenario.sampling, workplace.guard, workplace.clock);
  }
  NIGHTJAR_ASSIGN(const int64_t latency_ns, estimate_latency_ns(single));
  std::vector<measure::Lane*> all;
  for (const auto& lane : lanes) all.push_back(lane.get());
  measure::Offline offline(all, measure::burst_for(latency_ns, all.size()), workplace.clock);
  return take_samples(offline, scenario.sampling, workplace.guard, workplace.clock);
}

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
  NIGHTJAR_ASSIGN(const Lanes lanes,
                  make_lanes(engine, inputs, scenario.pattern, workplace_.clock));

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
  NIGHTJAR_ASSIGN(auto sampling, sample(lanes, scenario, workplace_));
  measure::add_sampling(std::move(sampling), scenario.batch, result);

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
