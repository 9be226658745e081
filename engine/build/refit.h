// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Plans built again from what they hold: with weights, or for another place.
#pragma once

#include "engine/build/builder.h"

namespace nightjar::build {

/// The plan with the weights of `network`, by the choices the plan holds: nothing is timed. Where
/// the weights are those it was built with, the bytes are those of the plan before it was stripped,
/// but for a network inside, which stripping drops.
/// A plan with a network inside has that of the new weights inside. Refuses a network that is
/// another one than by its weights, naming a step, and a plan of another place. `device` is that of
/// the plan; `user_tactics` are those it was built with.
Result<BuildOutcome> refit_plan(const plan::Plan& plan, const network::Network& network,
                                device::Device& device, const Clock& clock,
                                const std::vector<const kernels::Tactic*>& user_tactics = {});

/// The plan built anew for `device` from the network inside it; what the plan settles (model name,
/// precision, profiles, passes) replaces that of `options`. Refuses a plan without a network.
Result<BuildOutcome> rebuild_plan(const plan::Plan& plan, device::Device& device,
                                  BuildOptions options, const Clock& clock);

}  // namespace nightjar::build
