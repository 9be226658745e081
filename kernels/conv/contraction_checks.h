// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What conv and conv_transpose ask of their operands alike.
#pragma once

#include "base/result.h"
#include "kernels/common/problem.h"

namespace nightjar::kernels {

struct ContractionOperands {
  const char* family;
  const tensor::TensorDesc &x, &w, &bias, &residual, &y;
};

/// False only when both are known and differ. Symbolic extents are checked again when bound.
bool may_agree(const tensor::Dim& a, const tensor::Dim& b);

/// Ranks and layouts; whether the operands are there at all.
Status check_ranks(const ContractionOperands& operands);
/// Bias and residual beside y.
Status check_epilogue(const ContractionOperands& operands);

}  // namespace nightjar::kernels
