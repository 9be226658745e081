// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/build_runner.h"

#include <fmt/format.h>

#include "worker/measure/summaries.h"
#include "worker/probe/environment.h"

namespace nightjar::runners {
namespace {

/// A build is long: what would spoil a sample of inference is borne ten times as well.
constexpr int64_t kBorneDisturbance = 10;

}  // namespace

record::JobResult BuildRunner::execute(const wire::Lease& lease, const Monitor& monitor) {
  auto result = measure(lease, monitor);
  return result.ok() ? std::move(*result) : failed_result(result.error());
}

Result<BuildRunner::TimedBuild> BuildRunner::build(const scenarios::Scenario& scenario,
                                                   const Monitor& monitor) const {
  TimedBuild timed;
  const int64_t start_ns = workplace_.clock.steady_ns();
  NIGHTJAR_ASSIGN(timed.imported, import_model(workplace_, scenario, monitor));
  const PlanRequest request{
      timed.imported.model, timed.imported.network, *timed.imported.device, scenario, "", {}};
  NIGHTJAR_ASSIGN(timed.bytes, workplace_.build(request, monitor));
  timed.duration_ns = workplace_.clock.steady_ns() - start_ns;
  return timed;
}

Result<record::JobResult> BuildRunner::measure(const wire::Lease& lease,
                                               const Monitor& monitor) const {
  record::JobResult result;
  record::BuildFigures figures;
  probe::reset_peak_memory();
  workplace_.guard.before_sample();
  NIGHTJAR_ASSIGN(const TimedBuild cold, build(lease.scenario, monitor));
  if (workplace_.guard.was_disturbed(cold.duration_ns * kBorneDisturbance)) {
    result.discarded_samples = 1;
    result.discard_reason = fmt::format("{} during the cold build, which stays the only one",
                                        workplace_.guard.reason());
  }
  figures.peak_memory_bytes = probe::peak_memory_bytes();
  figures.cold_build_ns = static_cast<double>(cold.duration_ns);

  const PlanRequest request{
      cold.imported.model, cold.imported.network, *cold.imported.device, lease.scenario, "", {}};
  NIGHTJAR_ASSIGN(const PlanFile file, workplace_.plans.keep(request, cold.bytes));
  NIGHTJAR_TRY(load_engine(file, *cold.imported.device));
  figures.plan_bytes = file.byte_count;
  result.plan_digest = file.digest;
  result.decisions_digest = file.decisions_digest;

  NIGHTJAR_ASSIGN(const TimedBuild again, build(lease.scenario, monitor));
  figures.rebuild_ns = static_cast<double>(again.duration_ns);
  result.build = figures;
  measure::add_latencies({cold.duration_ns}, result);
  result.stop_reason = "a process has one cold build";
  return result;
}

}  // namespace nightjar::runners
