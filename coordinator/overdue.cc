// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "coordinator/overdue.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <tuple>

#include "coordinator/ability.h"

namespace nightjar::coordinator {
namespace {

double seconds(int64_t duration_ns) { return 1e-9 * static_cast<double>(duration_ns); }

/// What a worker must be able to do for a job; few differ, so each is looked at once. The last are
/// host and device class of what is to be repeated.
using Need = std::tuple<std::string, scenarios::Precision, scenarios::Kind, std::string>;

Need need_of(const store::Job& job) {
  const scenarios::Scenario& scenario = job.scenario;
  std::string place;
  if (job.proof) place = job.proof->host + '\n' + job.proof->device_class;
  return {scenario.device, scenario.precision, scenario.kind, std::move(place)};
}

}  // namespace

std::vector<Overdue> find_overtime(const Queue& queue, const Policy& policy, int64_t now_ns) {
  std::vector<Overdue> overdue;
  for (const auto& [id, open] : queue.jobs()) {
    const int64_t allowed_ns = time_limit_ns(open.job, policy) + policy.overtime_ns;
    const int64_t taken_ns = now_ns - open.leased_at_ns;
    if (!open.is_leased() || taken_ns <= allowed_ns) continue;
    overdue.push_back({id, fmt::format("worker {} did not end it within {:.0f} s", open.job.worker,
                                       seconds(taken_ns))});
  }
  return overdue;
}

std::vector<Overdue> find_unserved(Queue& queue, const std::vector<wire::WorkerState>& workers,
                                   const Policy& policy, int64_t now_ns) {
  std::vector<Overdue> overdue;
  std::map<Need, std::optional<std::string>> refusals;
  for (const auto& [id, open] : queue.jobs()) {
    if (open.is_leased()) continue;
    const auto [refusal, is_new] = refusals.try_emplace(need_of(open.job));
    if (is_new) refusal->second = refuse(workers, open.job);
    if (!refusal->second) {
      queue.find(id)->unserved_since_ns = now_ns;
    } else if (now_ns - open.unserved_since_ns > policy.patience_ns) {
      overdue.push_back({id, fmt::format("{}, for more than {:.0f} s", *refusal->second,
                                         seconds(policy.patience_ns))});
    }
  }
  return overdue;
}

}  // namespace nightjar::coordinator
