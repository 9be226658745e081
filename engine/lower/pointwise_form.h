// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Elementwise ops as expressions, for passes that fuse chains of them into nightjar::Pointwise.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/network/network.h"

namespace nightjar::lower {

/// in_k of `expression` is the op's input `inputs[k]`; one-element constants are numbers in it.
struct PointwiseForm {
  std::string expression;
  std::vector<size_t> inputs;
};

/// nullopt when the op is not elementwise.
std::optional<PointwiseForm> pointwise_form(const network::Network& network, const network::Op& op);

/// `outer` with its input `input` replaced by `inner`, whose own inputs are renumbered from
/// `first_inner_input` on.
Result<std::string> insert_expression(const std::string& outer, size_t input,
                                      const std::string& inner, size_t first_inner_input);

}  // namespace nightjar::lower
