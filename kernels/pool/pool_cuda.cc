// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// pool.own.windows.v1: maximum, average and norm over windows, channels first or last.
#include "kernels/pool/pool_cuda.h"

#include <algorithm>

#include "kernels/common/plain_tactic.h"
#include "kernels/cuda/contraction_launch.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/pool/pool.h"
#include "kernels/pool/pool_cuda_kernels.h"

namespace nightjar::kernels {
namespace {

using tensor::Dims;
using tensor::Layout;

constexpr const char* kName = "pool.own.windows.v1";
constexpr size_t kAxes = cuda::Pool::kAxes;

/// One entry a spatial axis, missing ones in front.
void set_axes(const Dims& from, int32_t fallback, int32_t (&to)[kAxes]) {
  std::fill(to, to + kAxes, fallback);
  for (size_t i = 0; i < from.size(); ++i) {
    to[kAxes - from.size() + i] = static_cast<int32_t>(from[i]);
  }
}

Dims spatial(const Dims& dims) { return Dims(dims.begin() + 2, dims.end()); }

void set_strides(Layout layout, int64_t channels, const int32_t (&extents)[kAxes], int64_t& batch,
                 int64_t& channel, int64_t (&axis)[kAxes]) {
  const bool is_last = layout == Layout::kChannelsLast;
  int64_t step = is_last ? channels : 1;
  for (size_t i = kAxes; i-- > 0;) {
    axis[i] = step;
    step *= extents[i];
  }
  channel = is_last ? 1 : step;
  batch = is_last ? step : step * channels;
}

cuda::Pool pool_of(const PoolProblem& bound) {
  const Dims x = dims_of(bound.x), y = dims_of(bound.y);
  cuda::Pool pool;
  pool.op = static_cast<cuda::PoolOp>(bound.kind);
  pool.include_pad = bound.count_include_pad;
  pool.column_major_indices = bound.column_major_indices;
  pool.p = static_cast<float>(bound.p);
  pool.batch = static_cast<int32_t>(x[0]);
  pool.channels = static_cast<int32_t>(x[1]);
  set_axes(spatial(x), 1, pool.extent);
  set_axes(spatial(y), 1, pool.out_extent);
  set_axes(bound.kernel, 1, pool.kernel);
  set_axes(bound.window.strides, 1, pool.stride);
  set_axes(bound.window.pads_begin, 0, pool.pad);
  set_axes(bound.window.pads_end, 0, pool.pad_end);
  set_axes(bound.window.dilations, 1, pool.dilation);
  set_strides(bound.x.layout, x[1], pool.extent, pool.x_batch, pool.x_channel, pool.x_axis);
  set_strides(bound.y.layout, y[1], pool.out_extent, pool.y_batch, pool.y_channel, pool.y_axis);
  return pool;
}

/// The largest of bytes is one of them, a mean is not.
bool is_pooled(const PoolProblem& pool) {
  const bool is_float = cuda::element_of(pool.x.type).has_value();
  return is_float || (pool.kind == PoolKind::kMax && cuda::value_element_of(pool.x.type));
}

bool solves(const Problem& problem) {
  const auto pool = PoolProblem::from_problem(problem);
  return pool.ok() && is_pooled(*pool) && pool->x.layout != Layout::kChannelsBlocked16 &&
         pool->y.layout != Layout::kChannelsBlocked16;
}

Result<std::unique_ptr<Launchable>> open(const Problem& problem) {
  NIGHTJAR_ASSIGN(const PoolProblem bound, PoolProblem::from_problem(problem));
  const int64_t count = tensor::element_count(dims_of(bound.y));
  return make_launchable(
      [pool = pool_of(bound), element = *cuda::value_element_of(bound.x.type), count,
       has_indices = bound.has_indices()](const LaunchArguments& arguments) mutable -> Status {
        if (count == 0) return {};
        pool.x = arguments.inputs[0];
        pool.y = arguments.outputs[0];
        pool.indices = has_indices ? static_cast<int64_t*>(arguments.outputs[1]) : nullptr;
        return cuda::launched(cuda::launch_pool(pool, element, arguments.stream->native()), kName);
      });
}

}  // namespace

const Tactic* pool_cuda_tactic() {
  static const cuda::CudaFunctionTactic kTactic("pool", kName, solves, open);
  return &kTactic;
}

}  // namespace nightjar::kernels
