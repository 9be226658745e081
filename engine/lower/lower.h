// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One network op to a short program of kernel problems. The only place that knows both.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/network/network.h"
#include "kernels/common/problem.h"

namespace nightjar::lower {

/// Where an operand of a step comes from or goes to.
struct Operand {
  enum class Kind : uint8_t { kAbsent, kOpInput, kOpOutput, kTemporary, kConstant };
  Kind kind = Kind::kAbsent;
  size_t index = 0;  ///< Into the op's inputs or outputs, or LoweredOp's lists.
};

struct Step {
  kernels::Problem problem;
  std::vector<Operand> inputs;
  std::vector<Operand> outputs;
};

/// Steps in order. Problems speak of physical shapes except in families that know layouts
/// (conv, pool); see physical_shape.
struct LoweredOp {
  std::vector<Step> steps;
  std::vector<tensor::TensorDesc> temporaries;
  std::vector<tensor::HostTensor> constants;
  /// A pure renaming of bytes (Reshape, Squeeze, Identity): output 0 is input 0, no steps.
  bool is_alias = false;
};

/// Lowers one op under the layouts its tensors have. The error names the op and what is missing.
Result<LoweredOp> lower_op(const network::Network& network, const network::Op& op);

/// Whether the op can be lowered with input and output tensors all in `layout` (constants stay
/// row-major). The layout pass asks this.
bool supports_layout(const network::Network& network, const network::Op& op, tensor::Layout layout);

}  // namespace nightjar::lower
