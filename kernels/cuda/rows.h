// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Launches of kernels that work on rows: softmax, norms, reductions.
#pragma once

#include <cstdint>

#include "kernels/cuda/contraction.h"

namespace nightjar::kernels::cuda {

/// x seen as [outer, count, inner]; a row runs along the middle axis.
struct Rows {
  const void* x = nullptr;
  void* y = nullptr;
  int64_t outer = 1, count = 1, inner = 1;
  Element element = Element::kFloat32;  ///< Of x and y.
};

struct NormArguments {
  const void* scale = nullptr;  ///< One value an element of a row; nullptr for ones.
  const void* bias = nullptr;   ///< nullptr for zeros.
  Element scale_type = Element::kFloat32, bias_type = Element::kFloat32;
  float epsilon = 0;
  bool centers = true;  ///< Subtracts the mean.
};

/// cudaError_t of the launch. `stream` is a cudaStream_t. Norms take rows of inner 1.
int launch_softmax(const Rows& rows, bool is_log, void* stream);
int launch_norm(const Rows& rows, const NormArguments& norm, void* stream);
/// `kind` is a ReduceKind; y has an element a row.
int launch_reduce(const Rows& rows, int kind, void* stream);

}  // namespace nightjar::kernels::cuda
