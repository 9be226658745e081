// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/conv/contraction_checks.h"

#include <fmt/format.h>

namespace nightjar::kernels {
namespace {

bool is_absent(const tensor::TensorDesc& desc) { return desc.type == tensor::DataType::kUndefined; }

}  // namespace

bool may_agree(const tensor::Dim& a, const tensor::Dim& b) {
  return !a.constant() || !b.constant() || *a.constant() == *b.constant();
}

Status check_ranks(const ContractionOperands& operands) {
  const auto& [family, x, w, bias, residual, y] = operands;
  if (is_absent(x) || is_absent(w) || is_absent(y)) {
    return invalid_input(fmt::format("{} needs x, w and y.", family));
  }
  const size_t rank = x.shape.size();
  if (rank < 3 || rank > 5 || w.shape.size() != rank || y.shape.size() != rank) {
    return unsupported(fmt::format("{} takes 1 to 3 spatial axes, not {} and {} to {}.", family,
                                   tensor::to_string(x), tensor::to_string(w),
                                   tensor::to_string(y)));
  }
  const bool layouts_fit = tensor::layout_fits(x.layout, x.shape) &&
                           tensor::layout_fits(y.layout, y.shape) &&
                           w.layout == tensor::Layout::kRowMajor;
  if (!layouts_fit) {
    return unsupported(fmt::format("{} of {} to {} has extents its layouts cannot hold.", family,
                                   tensor::to_string(x), tensor::to_string(y)));
  }
  return {};
}

Status check_epilogue(const ContractionOperands& operands) {
  const auto& [family, x, w, bias, residual, y] = operands;
  const bool bias_fits =
      is_absent(bias) || (bias.shape.size() == 1 && may_agree(bias.shape[0], y.shape[1]));
  if (!bias_fits) {
    return invalid_input(
        fmt::format("{} bias {} is not one value a channel.", family, tensor::to_string(bias)));
  }
  const bool residual_fits =
      is_absent(residual) || (residual.shape == y.shape && residual.layout == y.layout);
  if (!residual_fits) {
    return invalid_input(fmt::format("{} residual {} does not lie like {}.", family,
                                     tensor::to_string(residual), tensor::to_string(y)));
  }
  return {};
}

}  // namespace nightjar::kernels
