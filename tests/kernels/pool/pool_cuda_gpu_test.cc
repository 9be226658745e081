// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/pool/pool.h"
#include "tests/kernels/cuda_harness.h"

namespace nightjar::kernels::testing {
namespace {

using tensor::DataType;
using tensor::Dims;
using tensor::Layout;

constexpr const char* kName = "pool.own.windows.v1";

class PoolOnGpu : public CudaTactics {
 protected:
  static PoolProblem image(DataType type, Layout x, Layout y, int64_t channels) {
    PoolProblem pool;
    pool.kernel = {3, 3};
    pool.window = Window::plain(2);
    pool.window.strides = {2, 2};
    pool.window.pads_begin = pool.window.pads_end = {1, 1};
    pool.x = describe(type, {2, channels, 13, 11}, x);
    pool.y = describe(type, {2, channels, 7, 6}, y);
    return pool;
  }
};

TEST_F(PoolOnGpu, EveryKindTypeAndLayout) {
  for (const DataType type : {DataType::kFloat32, DataType::kFloat16, DataType::kBFloat16}) {
    for (const auto& [x, y] : {std::pair(Layout::kRowMajor, Layout::kRowMajor),
                               std::pair(Layout::kChannelsLast, Layout::kChannelsLast),
                               std::pair(Layout::kRowMajor, Layout::kChannelsLast)}) {
      for (const int64_t channels : {16, 5}) {
        for (const PoolKind kind : {PoolKind::kMax, PoolKind::kAverage, PoolKind::kLp}) {
          PoolProblem pool = image(type, x, y, channels);
          pool.kind = kind;
          expect_agreement(kName, pool.to_problem());
          pool.count_include_pad = true;
          expect_agreement(kName, pool.to_problem());
        }
      }
    }
  }
}

TEST_F(PoolOnGpu, TheLargestOfBytes) {
  for (const DataType type : {DataType::kInt8, DataType::kUInt8}) {
    for (const int64_t channels : {16, 5}) {
      PoolProblem pool = image(type, Layout::kChannelsLast, Layout::kChannelsLast, channels);
      expect_agreement(kName, pool.to_problem());
      pool.kind = PoolKind::kAverage;
      EXPECT_FALSE(supports(kName, pool.to_problem()));
    }
  }
}

TEST_F(PoolOnGpu, TellsWhereMaximaLie) {
  for (const bool is_column_major : {false, true}) {
    PoolProblem pool = image(DataType::kFloat32, Layout::kChannelsLast, Layout::kRowMajor, 8);
    pool.indices = describe(DataType::kInt64, dims_of(pool.y));
    pool.column_major_indices = is_column_major;
    expect_agreement(kName, pool.to_problem());
  }
}

TEST_F(PoolOnGpu, OneAndThreeAxesAndOverhang) {
  PoolProblem line;
  line.kernel = {4};
  line.window = Window::plain(1);
  line.window.strides = {3};
  line.window.dilations = {2};
  line.x = describe(DataType::kFloat32, {2, 3, 20});
  line.y = describe(DataType::kFloat32, {2, 3, 6});
  expect_agreement(kName, line.to_problem());
  PoolProblem box;
  box.kernel = {2, 3, 2};
  box.window = Window::plain(3);
  box.kind = PoolKind::kAverage;
  box.x = describe(DataType::kFloat16, {1, 8, 5, 6, 7}, Layout::kChannelsLast);
  box.y = describe(DataType::kFloat16, {1, 8, 4, 4, 6}, Layout::kChannelsLast);
  expect_agreement(kName, box.to_problem());
}

}  // namespace
}  // namespace nightjar::kernels::testing
