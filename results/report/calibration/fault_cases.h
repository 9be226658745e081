// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Which faults to put into which layers, to learn how often attribution names the right one.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "results/record/run.h"
#include "scenarios/scenario.h"

namespace nightjar::report {

/// One fault in one layer of one scenario.
struct FaultCase {
  scenarios::Scenario scenario;
  scenarios::FaultInjection fault;

  bool operator==(const FaultCase&) const = default;
};

/// The kinds of faults that change how long a layer takes, in the order they are listed.
std::vector<scenarios::FaultKind> timed_fault_kinds();

/// Every fault that the layers of these sound measurements may have: by kind, and within a kind the
/// largest layers first, taking turns between the measurements. A precision fault needs a scenario
/// below float32, a fusion fault a layer of several nodes; layers below a hundredth of the whole
/// are passed over, as no fault of theirs would matter.
std::map<scenarios::FaultKind, std::vector<FaultCase>> fault_cases(
    const std::vector<record::Measurement>& sound);

}  // namespace nightjar::report
