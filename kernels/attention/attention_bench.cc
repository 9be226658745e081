// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Whole attention of a base-sized transformer, plain and causal.
#include "kernels/attention/attention.h"

#include <cmath>

#include "kernels/common/tactic_bench.h"

namespace nightjar::kernels {
namespace {

[[maybe_unused]] const bool kRegistered = [] {
  for (const bool causal : {false, true}) {
    for (const int64_t length : {128, 197, 384}) {
      const int64_t heads = 12, depth = 64;
      const tensor::TensorDesc desc{tensor::DataType::kFloat32,
                                    tensor::to_shape({1, heads, length, depth})};
      AttentionProblem problem{desc, desc, desc, {}, desc, 1 / std::sqrt(64.0), causal, {}};
      for (const char* tactic : {"attention.plain.v1", "attention.own.blocks.v1"}) {
        BenchCase bench;
        bench.name =
            "attention/base_" + std::to_string(length) + (causal ? "_causal" : "") + "/" + tactic;
        bench.tactic = tactic;
        bench.problem = problem.to_problem();
        bench.operations = 4.0 * static_cast<double>(heads * length * length * depth);
        register_bench(bench);
      }
    }
  }
  return true;
}();

}  // namespace
}  // namespace nightjar::kernels
