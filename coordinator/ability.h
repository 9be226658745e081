// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Which worker can do which scenario.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/scenario.h"
#include "wire/messages.h"

namespace nightjar::coordinator {

/// "cpu" of "cpu:0/2".
std::string device_kind(const std::string& device);

/// Whether the worker's device, precisions and scenario kinds allow it.
bool can_do(const wire::WorkerState& worker, const scenarios::Scenario& scenario);

/// Why none of these workers can do the scenario, or nothing when one can.
std::optional<std::string> refuse(const std::vector<wire::WorkerState>& workers,
                                  const scenarios::Scenario& scenario);

}  // namespace nightjar::coordinator
