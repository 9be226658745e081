// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The equation of Einsum, taken apart.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace nightjar::network {

/// Axes of the inputs and the output as labels; equal labels are the same axis. Labels count from
/// 0 in order of appearance in the inputs; the axes of an ellipsis get labels of their own.
struct EinsumAxes {
  std::vector<std::vector<int>> inputs;
  std::vector<int> output;
  int label_count = 0;
};

/// `ranks` are those of the inputs. Without "->" the output is the ellipsis and then every letter
/// that occurs once, in alphabetical order.
Result<EinsumAxes> parse_einsum(const std::string& equation, const std::vector<size_t>& ranks);

}  // namespace nightjar::network
