// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Walks a network on the CPU with the kernels' plain answers: the judge of passes and plans.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/network/network.h"

namespace nightjar::reference {

using TensorsByName = std::map<std::string, tensor::HostTensor>;

/// Called after each op with the op and its outputs. Networks with late ops refuse one.
using Observer = std::function<void(const network::Op&, const std::vector<tensor::HostTensor>&)>;

/// Runs the network on `inputs`; returns its outputs by name. Inputs are checked against the
/// network's input descriptions.
Result<TensorsByName> run(const network::Network& network, const TensorsByName& inputs,
                          const Observer& observer = nullptr);

/// One op on given inputs (undefined where absent); what constant folding uses.
Result<std::vector<tensor::HostTensor>> run_op(const network::Network& network,
                                               const network::Op& op,
                                               const std::vector<tensor::HostTensor>& inputs);

}  // namespace nightjar::reference
