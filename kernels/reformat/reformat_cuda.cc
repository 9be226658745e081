// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// reformat.own.nvrtc.v1: a generated kernel that walks x in y's order and converts on the way.
#include "kernels/reformat/reformat_cuda.h"

#include <algorithm>

#include "kernels/cuda/cuda_tactic.h"
#include "kernels/cuda/elementwise.h"
#include "kernels/cuda/generated_source.h"
#include "kernels/reformat/reformat.h"

namespace nightjar::kernels {
namespace {

using tensor::Dims;
using tensor::Layout;

/// The widest type that holds both sides exactly enough: as pointwise problems choose theirs.
std::string compute_of(const ReformatProblem& problem) {
  const auto either = [&](auto holds) { return holds(problem.x.type) || holds(problem.y.type); };
  using tensor::DataType;
  if (either([](DataType type) { return type == DataType::kFloat64; })) return "double";
  if (either(tensor::is_float)) return "float";
  return either([](DataType type) { return type == DataType::kUInt64; }) ? "u64" : "i64";
}

/// Strides of x over the axes of y as they lie in memory; neither is blocked.
Dims strides_in_order_of_y(const ReformatProblem& bound) {
  const Dims dims = dims_of(bound.x);
  const Dims physical = tensor::physical_dims(bound.x.layout, dims);
  const Dims strides = tensor::row_major_strides(physical);
  const int rank = static_cast<int>(dims.size());
  Dims ordered(dims.size());
  for (int axis = 0; axis < rank; ++axis) {
    const auto from = static_cast<size_t>(tensor::physical_axis(bound.x.layout, rank, axis));
    const auto to = static_cast<size_t>(tensor::physical_axis(bound.y.layout, rank, axis));
    ordered[to] = strides[from];
  }
  return ordered;
}

class NvrtcReformatTactic final : public cuda::CudaTactic {
 public:
  std::string_view name() const override { return "reformat.own.nvrtc.v1"; }
  std::string_view family() const override { return "reformat"; }

  Result<Prepared> prepare(const Problem& problem, const std::string&,
                           std::span<const tensor::HostTensor>,
                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const ReformatProblem reformat, ReformatProblem::from_problem(problem));
    cuda::ElementwiseSource source;
    source.compute = compute_of(reformat);
    source.body = "result = x0;";
    source.inputs = {reformat.x.type};
    source.output = reformat.y.type;
    return cuda::prepare_elementwise(source, device);
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string&,
                                           std::span<const std::byte> blob,
                                           device::Device&) const override {
    NIGHTJAR_ASSIGN(const ReformatProblem reformat, ReformatProblem::from_problem(problem));
    cuda::ElementwiseWalk walk;
    walk.extents = tensor::physical_dims(reformat.y.layout, dims_of(reformat.y));
    walk.strides = {strides_in_order_of_y(reformat)};
    return cuda::open_elementwise({reformat.x.type, reformat.y.type}, std::move(walk), blob);
  }

 protected:
  bool solves(const Problem& problem) const override {
    const auto reformat = ReformatProblem::from_problem(problem);
    return reformat.ok() && reformat->x.layout != Layout::kChannelsBlocked16 &&
           reformat->y.layout != Layout::kChannelsBlocked16 &&
           reformat->x.shape.size() <= cuda::ElementwiseWalk::kMaxAxes &&
           cuda::is_generated_type(reformat->x.type) && cuda::is_generated_type(reformat->y.type);
  }
};

}  // namespace

const Tactic* reformat_cuda_tactic() {
  static const NvrtcReformatTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
