// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// attention.cudnn.v1: cuDNN's fused attention, without a mask.
#include "kernels/attention/attention_cuda.h"
#include "kernels/cuda/cudnn/graph.h"

#ifdef NIGHTJAR_HAS_CUDNN

#include <array>

#include "kernels/attention/attention_geometry.h"
#include "kernels/common/convert.h"
#include "kernels/cuda/cuda_tactic.h"

namespace nightjar::kernels {
namespace {

using Extents = std::vector<int64_t>;
using tensor::DataType;

constexpr std::string_view kName = "attention.cudnn.v1";
constexpr int kChoices = 2;
constexpr int64_t kMostColumns = 128;
constexpr int64_t kRun = 8;  // 16 bytes

enum Operand : int64_t { kQ = 1, kK, kV, kY, kScale };

Result<cudnn::ExecutionPlan> plan_of(const AttentionProblem& problem, const AttentionGeometry& at,
                                     int rank) {
  const auto type = problem.q.type == DataType::kFloat16 ? CUDNN_DATA_HALF : CUDNN_DATA_BFLOAT16;
  cudnn::GraphBuilder graph;
  const auto operand = [&](int64_t id, const Extents& dims, const HeadStrides& strides) {
    return graph.tensor({type, dims, {strides.batch, strides.head, strides.row, 1}, id});
  };
  const Extents one(4, 1);
  const auto scale = graph.tensor({CUDNN_DATA_FLOAT, one, one, kScale, false, true});
  graph.attend(operand(kQ, {at.batch, at.heads, at.queries, at.depth}, at.q),
               operand(kK, {at.batch, at.groups, at.keys, at.depth}, at.k),
               operand(kV, {at.batch, at.groups, at.keys, at.width}, at.v), scale,
               operand(kY, {at.batch, at.heads, at.queries, at.width}, at.y));
  return graph.plan(rank);
}

class CudnnAttentionLaunch final : public Launchable {
 public:
  CudnnAttentionLaunch(cudnn::ExecutionPlan plan, const AttentionProblem& problem,
                       const AttentionGeometry& geometry)
      : plan_(std::move(plan)),
        starts_({geometry.q.start, geometry.k.start, geometry.v.start}),
        scale_(static_cast<float>(problem.scale)) {}

  size_t workspace_bytes() const override { return plan_.workspace_bytes(); }

  Status launch(const LaunchArguments& arguments) override {
    constexpr int64_t kElementBytes = 2;
    const auto input = [&](size_t i) {
      return const_cast<void*>(at(arguments.inputs[i], starts_[i], kElementBytes));
    };
    const std::array<int64_t, 5> ids = {kQ, kK, kV, kY, kScale};
    const std::array<void*, 5> pointers = {input(0), input(1), input(2), arguments.outputs[0],
                                           &scale_};
    return plan_.launch(ids, pointers, arguments.workspace, arguments.stream->native());
  }

 private:
  cudnn::ExecutionPlan plan_;
  std::array<int64_t, 3> starts_;
  float scale_;
};

bool is_run(const tensor::Dim& extent) {
  return is_at_most(extent, kMostColumns) && *extent.constant() % kRun == 0;
}

class CudnnAttentionTactic final : public cuda::CudaTactic {
 public:
  std::string_view name() const override { return kName; }
  std::string_view family() const override { return "attention"; }
  TacticSource source() const override { return TacticSource::kCudnn; }

  std::vector<std::string> configs(const Problem&, const device::DeviceInfo&) const override {
    std::vector<std::string> texts;
    for (int rank = 0; rank < kChoices; ++rank) texts.push_back(cudnn::config_of(rank));
    return texts;
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string& config,
                                           std::span<const std::byte>,
                                           device::Device&) const override {
    NIGHTJAR_ASSIGN(const AttentionProblem parsed, AttentionProblem::from_problem(problem));
    NIGHTJAR_ASSIGN(const AttentionGeometry geometry, attention_geometry(parsed));
    NIGHTJAR_ASSIGN(const int rank, cudnn::rank_of(config));
    NIGHTJAR_ASSIGN(auto plan, plan_of(parsed, geometry, rank));
    return std::unique_ptr<Launchable>(
        std::make_unique<CudnnAttentionLaunch>(std::move(plan), parsed, geometry));
  }

 protected:
  bool solves(const Problem& problem) const override {
    const auto attention = AttentionProblem::from_problem(problem);
    return attention.ok() && cudnn::library().ok() && is_cuda_attention(*attention) &&
           attention->q.type != DataType::kFloat32 && !attention->has_mask() &&
           !attention->causal && is_run(attention->q_extents()[3]) &&
           is_run(attention->v_extents()[3]) && has_aligned_heads(*attention);
  }
};

}  // namespace

const Tactic* attention_cudnn_tactic() {
  static const CudnnAttentionTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels

#else

namespace nightjar::kernels {

const Tactic* attention_cudnn_tactic() { return nullptr; }

}  // namespace nightjar::kernels

#endif
