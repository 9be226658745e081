// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/gemm/tf32.h"

namespace nightjar::kernels {
namespace {

constexpr const char* kMark = "tf32";

}  // namespace

bool allow_tf32(Problem& problem) {
  const bool multiplies = problem.family == "conv" || problem.family == "gemm";
  constexpr size_t kOperands = 2;
  if (!multiplies || problem.inputs.size() < kOperands) return false;
  for (size_t i = 0; i < kOperands; ++i) {
    if (problem.inputs[i].type != tensor::DataType::kFloat32) return false;
  }
  problem.attributes.set(kMark, int64_t{1});
  return true;
}

bool allows_tf32(const Problem& problem) { return problem.attributes.get_int(kMark, 0) != 0; }

}  // namespace nightjar::kernels
