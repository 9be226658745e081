// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Operators of the user's in a network: "nightjar::Plugin", which carries what its outputs are.
#pragma once

#include <string>
#include <vector>

#include "engine/network/network.h"

namespace nightjar::network {

inline constexpr const char* kPluginOp = "Plugin";

/// An op without name, inputs and outputs. `family` names the kernels that solve it; `attributes`
/// are theirs. The shape rule gives `outputs` back, so that passes need not know the plugin.
Op make_plugin_op(const std::string& family, const tensor::Attributes& attributes,
                  const std::vector<tensor::TensorDesc>& outputs);

/// What make_plugin_op was given. Refuses an op that it did not make.
Result<std::vector<tensor::TensorDesc>> plugin_outputs(const Op& op);
std::string plugin_family(const Op& op);
tensor::Attributes plugin_attributes(const Op& op);

}  // namespace nightjar::network
