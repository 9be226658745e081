// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Offers an engine the load that a scenario asks for, and brings back what came of it.
#pragma once

#include <memory>
#include <vector>

#include "worker/runners/engine_lane.h"
#include "worker/runners/workplace.h"

namespace nightjar::runners {

using Lanes = std::vector<std::unique_ptr<EngineLane>>;

/// As many contexts as the scenario's pattern uses on this device.
Result<Lanes> make_lanes(const std::shared_ptr<const engine::Engine>& engine,
                         const runtime::TensorsByName& inputs, const scenarios::Scenario& scenario,
                         const Clock& clock);

/// Takes the scenario's samples and fills in their summaries, the throughput and, where the pattern
/// or a claimed percentile asks for them, the figures of the load. Of a server, the one sample is
/// the time a query at the highest rate, so that a series of it is a series of rates.
Status offer_load(const Lanes& lanes, const scenarios::Scenario& scenario,
                  const Workplace& workplace, record::JobResult& result);

}  // namespace nightjar::runners
