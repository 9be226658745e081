// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "coordinator/ability.h"

#include <fmt/format.h>

#include <algorithm>

namespace nightjar::coordinator {
namespace {

bool has_precision(const wire::WorkerState& worker, const scenarios::Scenario& scenario) {
  // A kernel case chooses its own types.
  if (scenario.kind == scenarios::Kind::kKernel) return true;
  return std::count(worker.precisions.begin(), worker.precisions.end(), scenario.precision) > 0;
}

bool has_kind(const wire::WorkerState& worker, const scenarios::Scenario& scenario) {
  const auto& kinds = worker.scenario_kinds;
  return std::count(kinds.begin(), kinds.end(), to_string(scenario.kind)) > 0;
}

}  // namespace

std::string device_kind(const std::string& device) { return device.substr(0, device.find(':')); }

bool can_do(const wire::WorkerState& worker, const scenarios::Scenario& scenario) {
  return device_kind(worker.device) == scenario.device && has_precision(worker, scenario) &&
         has_kind(worker, scenario);
}

bool can_do(const wire::WorkerState& worker, const store::Job& job) {
  if (!can_do(worker, job.scenario)) return false;
  if (!job.proof) return true;
  const auto& kinds = worker.scenario_kinds;
  return worker.host == job.proof->host && worker.device_class == job.proof->device_class &&
         std::count(kinds.begin(), kinds.end(), wire::kProofKind) > 0;
}

std::optional<std::string> refuse(const std::vector<wire::WorkerState>& workers,
                                  const store::Job& job) {
  const bool is_possible = std::any_of(workers.begin(), workers.end(),
                                       [&](const auto& worker) { return can_do(worker, job); });
  if (is_possible) return std::nullopt;
  if (const auto refusal = refuse(workers, job.scenario)) return refusal;
  return fmt::format("no worker on {} can repeat what was measured on its {}", job.proof->host,
                     job.proof->device_class);
}

std::optional<std::string> refuse(const std::vector<wire::WorkerState>& workers,
                                  const scenarios::Scenario& scenario) {
  bool is_kind_here = false, is_precision_here = false;
  for (const wire::WorkerState& worker : workers) {
    if (can_do(worker, scenario)) return std::nullopt;
    const bool is_right_device = device_kind(worker.device) == scenario.device;
    is_kind_here = is_kind_here || is_right_device;
    is_precision_here = is_precision_here || (is_right_device && has_precision(worker, scenario));
  }
  if (!is_kind_here) return fmt::format("there is no {} worker", scenario.device);
  if (!is_precision_here) {
    return fmt::format("no {} worker does {}", scenario.device, to_string(scenario.precision));
  }
  return fmt::format("no {} worker does {} scenarios", scenario.device, to_string(scenario.kind));
}

}  // namespace nightjar::coordinator
