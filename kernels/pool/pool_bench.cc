// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The two pools of ResNet-50, by type and layout.
#include <fmt/format.h>

#include "kernels/common/tactic_bench.h"
#include "kernels/pool/pool.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::Layout;

PoolProblem stem_maximum(DataType type, Layout layout) {
  PoolProblem pool;
  pool.kind = PoolKind::kMax;
  pool.x = {type, {1, 64, 112, 112}, layout};
  pool.y = {type, {1, 64, 56, 56}, layout};
  pool.kernel = {3, 3};
  pool.window = Window::plain(2);
  pool.window.strides = {2, 2};
  pool.window.pads_begin = pool.window.pads_end = {1, 1};
  return pool;
}

PoolProblem global_average(DataType type, Layout layout) {
  PoolProblem pool;
  pool.kind = PoolKind::kAverage;
  pool.x = {type, {1, 2048, 7, 7}, layout};
  pool.y = {type, {1, 2048, 1, 1}, layout};
  pool.kernel = {7, 7};
  pool.window = Window::plain(2);
  return pool;
}

void register_pool_case(const std::string& name, const PoolProblem& pool,
                        const std::string& source) {
  BenchCase bench;
  bench.name = fmt::format("pool/{}/{}/{}/{}", name, tensor::name_of(pool.x.type),
                           tensor::name_of(pool.x.layout), source);
  bench.tactic = "pool." + source + ".v1";
  bench.problem = pool.to_problem();
  const int64_t taps = pool.kernel[0] * pool.kernel[1];
  bench.operations = static_cast<double>(tensor::element_count(dims_of(pool.y)) * taps);
  bench.tolerance = pool.x.type == DataType::kBFloat16 ? 1e-2 : 1e-5;
  register_bench(bench);
}

[[maybe_unused]] const bool kRegistered = [] {
  for (const DataType type : {DataType::kFloat32, DataType::kBFloat16}) {
    for (const Layout layout : {Layout::kChannelsLast, Layout::kChannelsBlocked16}) {
      register_pool_case("resnet_stem", stem_maximum(type, layout), "onednn");
      register_pool_case("resnet_global", global_average(type, layout), "onednn");
    }
  }
  register_pool_case("resnet_stem", stem_maximum(DataType::kFloat32, Layout::kRowMajor), "plain");
  return true;
}();

}  // namespace
}  // namespace nightjar::kernels
