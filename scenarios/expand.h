// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// From a suite's entries to fully specified scenarios, and a list of what no device can do.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "scenarios/scenario.h"
#include "scenarios/suite.h"

namespace nightjar::scenarios {

/// Why a scenario cannot be done, or nothing when it can.
using Refusal = std::function<std::optional<std::string>(const Scenario&)>;

/// A combination that no device can do: listed, never counted as passed.
struct LeftOutScenario {
  Scenario scenario;
  std::string reason;

  bool operator==(const LeftOutScenario&) const = default;
};

struct Expansion {
  std::vector<Scenario> scenarios;  ///< In the file's order: entries, models, then each axis.
  std::vector<LeftOutScenario> left_out;
};

/// Settings count in this order, later ones win: built-in defaults, the suite's defaults, the
/// entry, the suite's override of the model, the entry's override of the model. A scenario that
/// comes up twice is an error that names both places.
Result<Expansion> expand(const Suite& suite, const Refusal& refusal);

/// What no device of its kind can do, whatever the program: tf32 or fp8 on a CPU.
std::optional<std::string> refuse_by_device_kind(const Scenario& scenario);

}  // namespace nightjar::scenarios
