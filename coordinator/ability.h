// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Which worker can do which scenario.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "results/store/job_queue.h"
#include "scenarios/scenario.h"
#include "wire/messages.h"

namespace nightjar::coordinator {

/// "cpu" of "cpu:0/2".
std::string device_kind(const std::string& device);

/// Whether the worker's device, precisions and scenario kinds allow it.
bool can_do(const wire::WorkerState& worker, const scenarios::Scenario& scenario);

/// The same for a job: one that repeats a measurement also wants the machine and the class of
/// device it was taken on, where both sides are kept.
bool can_do(const wire::WorkerState& worker, const store::Job& job);

/// Why none of these workers can do the job, or nothing when one can.
std::optional<std::string> refuse(const std::vector<wire::WorkerState>& workers,
                                  const store::Job& job);

/// Why none of these workers can do the scenario, or nothing when one can.
std::optional<std::string> refuse(const std::vector<wire::WorkerState>& workers,
                                  const scenarios::Scenario& scenario);

}  // namespace nightjar::coordinator
