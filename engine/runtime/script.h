// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A script as an engine holds it: the network to walk and the parts compiled ahead.
#pragma once

#include <memory>
#include <vector>

#include "engine/network/network.h"
#include "engine/runtime/runtime.h"

namespace nightjar::runtime {

struct Script {
  network::Network network;
  std::vector<std::shared_ptr<const Engine>> parts;
  std::unique_ptr<device::Device> host;  ///< Runs late ops where the engine's device is no CPU.
};

/// How many of the plan's steps an op of the script stands for.
size_t step_count(const Script& script, const network::Op& op);

/// Reads a plan's script and loads its parts on `device`.
Result<std::unique_ptr<Script>> load_script(
    const plan::Plan& plan, device::Device& device,
    const std::vector<const kernels::Tactic*>& user_tactics);

}  // namespace nightjar::runtime
