// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/decorators.h"

#include <fmt/format.h>

#include <algorithm>

#include "worker/device_lock.h"
#include "worker/probe/environment.h"

namespace nightjar::runners {

Result<Executor*> ByKind::find(const wire::Lease& lease) const {
  const auto found = executors_.find(lease.scenario.kind);
  if (found != executors_.end()) return found->second.get();
  return unsupported(
      fmt::format("this worker does no {} scenarios", scenarios::to_string(lease.scenario.kind)));
}

Status ByKind::check_ready(const wire::Lease& lease) {
  NIGHTJAR_ASSIGN(Executor * executor, find(lease));
  return executor->check_ready(lease);
}

record::JobResult ByKind::execute(const wire::Lease& lease, const Monitor& monitor) {
  const auto executor = find(lease);
  return executor.ok() ? (*executor)->execute(lease, monitor) : failed_result(executor.error());
}

record::JobResult Deadline::execute(const wire::Lease& lease, const Monitor& monitor) {
  if (lease.time_limit_ns <= 0) return inner_->execute(lease, monitor);
  const int64_t stop_at_ns = clock_.steady_ns() + lease.time_limit_ns / 10 * 9;
  Monitor limited = monitor;
  limited.should_stop = [this, stop_at_ns, outer = monitor.should_stop] {
    return clock_.steady_ns() >= stop_at_ns || outer();
  };
  return inner_->execute(lease, limited);
}

Status ExclusiveDevice::check_ready(const wire::Lease& lease) {
  NIGHTJAR_TRY(worker::check_locked_by(choice_, lock_folder_, owner_pid_));
  // OpenMP may have bound this thread to one of them.
  const std::vector<int> allowed = worker::allowed_cores();
  if (!choice_.cores.empty() &&
      !std::includes(choice_.cores.begin(), choice_.cores.end(), allowed.begin(), allowed.end())) {
    return internal_error(fmt::format("the measuring process may run on cores {} and not on {}",
                                      worker::cores_text(allowed),
                                      worker::cores_text(choice_.cores)));
  }
  return inner_->check_ready(lease);
}

record::JobResult WithEnvironment::execute(const wire::Lease& lease, const Monitor& monitor) {
  const int64_t started_unix_ns = clock_.unix_ns();
  record::Environment environment = probe::probe_environment(device_.info(), cores_);
  const Status ready = check_ready(lease);
  record::JobResult result =
      ready.ok() ? inner_->execute(lease, monitor) : failed_result(ready.error());
  // Under load the clock is what it was while measuring; before, it may have been idle.
  environment.clock_mhz = probe::current_clock_mhz(cores_);
  environment.fault_injected = result.environment.fault_injected;
  result.environment = std::move(environment);
  result.started_unix_ns = started_unix_ns;
  result.finished_unix_ns = clock_.unix_ns();
  return result;
}

}  // namespace nightjar::runners
