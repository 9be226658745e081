// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// attention.own.flash.v1: tensor cores, one pass over the keys, scores in registers.
#include <array>

#include "kernels/attention/attention_cuda.h"
#include "kernels/attention/attention_geometry.h"
#include "kernels/cuda/cuda_tactic.h"

namespace nightjar::kernels {
namespace {

constexpr std::string_view kName = "attention.own.flash.v1";
constexpr int64_t kMostColumns = 128;
/// Rows of 16 bytes begin at multiples of as many elements.
constexpr int64_t kRun = 8;

bool is_run(const tensor::Dim& extent) {
  return is_at_most(extent, kMostColumns) && *extent.constant() % kRun == 0;
}

/// Whether each head of a packed operand begins at a multiple of 16 bytes.
bool has_aligned_heads(const AttentionProblem& attention) {
  const std::array<const tensor::TensorDesc*, 3> operands = {&attention.q, &attention.k,
                                                             &attention.v};
  for (size_t i = 0; i < operands.size(); ++i) {
    const tensor::Shape& shape = operands[i]->shape;
    if (shape.size() != 3) continue;
    const auto columns = shape.back().constant();
    if (!columns || *columns % kRun != 0 || attention.packing.starts[i] % kRun != 0 ||
        attention.packing.steps[i] % kRun != 0) {
      return false;
    }
  }
  return true;
}

class FlashAttentionTactic final : public cuda::CudaTactic {
 public:
  std::string_view name() const override { return kName; }
  std::string_view family() const override { return "attention"; }

  /// Queries of a block.
  std::vector<std::string> configs(const Problem&, const device::DeviceInfo&) const override {
    return {"queries 128", "queries 64", "queries 32"};
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string& config,
                                           std::span<const std::byte>,
                                           device::Device&) const override {
    for (const int queries : {128, 64, 32}) {
      if (config != "queries " + std::to_string(queries)) continue;
      return open_cuda_attention(
          problem, kName,
          [queries](const cuda::Attention& attention, cuda::Element element, void* stream) {
            return cuda::launch_flash_attention(attention, element, queries, stream);
          });
    }
    return invalid_input(std::string(kName) + " has no configuration " + config + ".");
  }

 protected:
  bool solves(const Problem& problem) const override {
    const auto attention = AttentionProblem::from_problem(problem);
    return attention.ok() && is_cuda_attention(*attention) &&
           attention->q.type != tensor::DataType::kFloat32 && is_run(attention->q_extents()[3]) &&
           is_run(attention->v_extents()[3]) && has_aligned_heads(*attention);
  }
};

}  // namespace

const Tactic* attention_flash_tactic() {
  static const FlashAttentionTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
