// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/pool/pool.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "kernels/conv/conv_geometry.h"
#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::Dims;
using tensor::Layout;
using testing::describe;
using testing::flip;
using testing::pick;
using testing::Random;

/// One window by the definition.
struct Pooled {
  double value = 0;
  int64_t index = -1;  ///< In the plane, of the maximum.
};

Pooled pool_window(const PoolProblem& pool, const ConvGeometry& geometry, const double* plane,
                   const Axes& at) {
  Pooled pooled{pool.kind == PoolKind::kMax ? -std::numeric_limits<double>::infinity() : 0, -1};
  int64_t inside_count = 0, padded_count = 0;
  for (int64_t k = 0; k < product(geometry.kernel); ++k) {
    const Axes tap = kernel_position(geometry, k);
    bool inside = true, padded = true;
    int64_t index = 0;
    for (size_t axis = 0; axis < 3; ++axis) {
      const int64_t wide = geometry.wide_position(axis, at[axis], tap[axis]);
      const size_t spatial_rank = pool.kernel.size();
      const int64_t end_pad =
          axis + spatial_rank >= 3 ? pool.window.pads_end[axis + spatial_rank - 3] : 0;
      inside = inside && wide >= 0 && wide < geometry.wide[axis];
      padded = padded && wide < geometry.wide[axis] + end_pad;
      index = index * geometry.wide[axis] + wide;
    }
    inside_count += inside;
    padded_count += padded;
    if (!inside) continue;
    const double value = plane[index];
    if (pool.kind == PoolKind::kAverage) pooled.value += value;
    if (pool.kind == PoolKind::kLp) {
      pooled.value += std::pow(std::abs(value), static_cast<double>(pool.p));
    }
    if (pool.kind == PoolKind::kMax && value > pooled.value) pooled = {value, index};
  }
  const int64_t count = pool.count_include_pad ? padded_count : inside_count;
  if (pool.kind == PoolKind::kAverage) pooled.value /= static_cast<double>(count);
  if (pool.kind == PoolKind::kLp) {
    pooled.value = std::pow(pooled.value, 1.0 / static_cast<double>(pool.p));
  }
  return pooled;
}

struct Expected {
  std::vector<double> values;
  std::vector<int64_t> indices;
};

Expected expected_pool(const PoolProblem& pool, const tensor::HostTensor& x) {
  Dims kernel = {1, 1};
  kernel.insert(kernel.end(), pool.kernel.begin(), pool.kernel.end());
  const Dims x_dims = dims_of(pool.x), y_dims = dims_of(pool.y);
  const ConvGeometry geometry = conv_geometry(x_dims, y_dims, kernel, pool.window);
  const std::vector<double> values = testing::logical_values(pool.x, x);
  const int64_t wide = product(geometry.wide), narrow = product(geometry.narrow);
  Expected expected;
  for (int64_t plane = 0; plane < x_dims[0] * x_dims[1]; ++plane) {
    for (int64_t i = 0; i < narrow; ++i) {
      const Axes at = {i / (geometry.narrow[1] * geometry.narrow[2]),
                       i / geometry.narrow[2] % geometry.narrow[1], i % geometry.narrow[2]};
      const Pooled pooled = pool_window(pool, geometry, values.data() + plane * wide, at);
      expected.values.push_back(pooled.value);
      expected.indices.push_back(plane * wide + pooled.index);
    }
  }
  return expected;
}

Layout random_layout(int64_t channels, Random& random) {
  return static_cast<Layout>(pick(random, 0, channels % tensor::kChannelBlock == 0 ? 2 : 1));
}

PoolProblem random_pool(Random& random) {
  const DataType types[] = {DataType::kFloat32, DataType::kBFloat16};
  const DataType type = types[pick(random, 0, 1)];
  const int64_t channels = (flip(random) ? 16 : 1) * pick(random, 1, 4);
  const auto spatial_rank = static_cast<size_t>(pick(random, 1, 3));
  PoolProblem pool;
  pool.kind = static_cast<PoolKind>(pick(random, 0, 2));
  pool.count_include_pad = flip(random);
  pool.window = Window::plain(spatial_rank);
  Dims x = {pick(random, 1, 2), channels}, y = x;
  for (size_t i = 0; i < spatial_rank; ++i) {
    const int64_t kernel = pick(random, 1, 3), stride = pick(random, 1, 3);
    const int64_t dilation = pool.kind == PoolKind::kMax ? pick(random, 1, 2) : 1;
    const int64_t reach = (kernel - 1) * dilation + 1;
    const int64_t begin = pick(random, 0, (kernel - 1) / 2),
                  end = pick(random, 0, (kernel - 1) / 2);
    const int64_t extent = reach + pick(random, 0, 9), room = extent + begin + end - reach;
    // Ceil mode: one more window when it still begins inside of x or its front padding.
    int64_t windows = room / stride + 1;
    if (flip(random) && room % stride != 0 && windows * stride < extent + begin) ++windows;
    pool.kernel.push_back(kernel);
    pool.window.strides[i] = stride;
    pool.window.dilations[i] = dilation;
    pool.window.pads_begin[i] = begin;
    pool.window.pads_end[i] = end;
    x.push_back(extent);
    y.push_back(windows);
  }
  pool.x = describe(type, x, random_layout(channels, random));
  pool.y = describe(type, y, flip(random) ? pool.x.layout : random_layout(channels, random));
  if (pool.kind == PoolKind::kMax && flip(random)) pool.indices = describe(DataType::kInt64, y);
  return pool;
}

TEST(Pool, EveryTacticAgreesWithTheDefinition) {
  const device::DeviceInfo info = device::make_cpu_device(1)->info();
  Random random(20260714);
  int onednn_runs = 0;
  for (int i = 0; i < 300; ++i) {
    const PoolProblem pool = random_pool(random);
    const Problem problem = pool.to_problem();
    const auto inputs = testing::random_operands(problem, random);
    const Expected expected = expected_pool(pool, inputs[0]);
    const double tolerance = pool.y.type == DataType::kBFloat16 ? 1.0 / 200 : 1e-5;
    for (const Tactic* tactic : tactics_of("pool")) {
      if (tactic->source() != TacticSource::kPlain && !tactic->supports(problem, info)) continue;
      ASSERT_TRUE(tactic->supports(problem, info)) << problem.to_string();
      for (const std::string& config : tactic->configs(problem, info)) {
        const auto outputs = testing::run_tactic(*tactic, problem, config, inputs);
        ASSERT_TRUE(outputs.ok()) << tactic->name() << " " << config << ": " << problem.to_string()
                                  << ": " << outputs.error().message;
        const auto actual = testing::logical_values(pool.y, (*outputs)[0]);
        EXPECT_LT(testing::worst_error(expected.values, actual), tolerance)
            << tactic->name() << " " << config << ": " << problem.to_string();
        if (pool.has_indices()) {
          EXPECT_EQ((*outputs)[1].to_integers(), expected.indices) << problem.to_string();
        }
        onednn_runs += tactic->source() == TacticSource::kOneDnn;
      }
    }
  }
  EXPECT_GT(onednn_runs, 60);
}

PoolProblem small_pool(PoolKind kind, DataType type) {
  PoolProblem pool;
  pool.kind = kind;
  pool.kernel = {2, 2};
  pool.window = Window::plain(2);
  pool.x = describe(type, {1, 1, 3, 3});
  pool.y = describe(type, {1, 1, 2, 2});
  return pool;
}

TEST(Pool, IndicesCanCountColumnsFirst) {
  PoolProblem pool = small_pool(PoolKind::kMax, DataType::kFloat32);
  pool.indices = describe(DataType::kInt64, {1, 1, 2, 2});
  const std::vector<tensor::HostTensor> inputs = {
      tensor::HostTensor::of_floats({1, 1, 3, 3}, {1, 9, 2, 3, 4, 5, 6, 7, 8})};
  auto outputs = plain_answer(pool.to_problem(), inputs);
  EXPECT_EQ((*outputs)[1].to_integers(), (std::vector<int64_t>{1, 1, 7, 8}));
  pool.column_major_indices = true;
  outputs = plain_answer(pool.to_problem(), inputs);
  EXPECT_EQ((*outputs)[1].to_integers(), (std::vector<int64_t>{3, 3, 5, 8}));
}

TEST(Pool, ANotANumberStays) {
  const PoolProblem pool = small_pool(PoolKind::kMax, DataType::kFloat32);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<tensor::HostTensor> inputs = {
      tensor::HostTensor::of_floats({1, 1, 3, 3}, {nan, 9, 2, 3, 4, 5, 6, 7, 8})};
  const auto outputs = plain_answer(pool.to_problem(), inputs);
  EXPECT_TRUE(std::isnan((*outputs)[0].as<float>()[0]));
  EXPECT_EQ((*outputs)[0].as<float>()[1], 9.0f);
}

TEST(Pool, PlainTacticPoolsIntegers) {
  Random random(2);
  for (const DataType type : {DataType::kInt8, DataType::kUInt8, DataType::kInt32}) {
    const PoolProblem pool = small_pool(PoolKind::kMax, type);
    const auto inputs = testing::random_operands(pool.to_problem(), random);
    const auto outputs = plain_answer(pool.to_problem(), inputs);
    ASSERT_TRUE(outputs.ok()) << outputs.error().message;
    EXPECT_EQ(testing::logical_values(pool.y, (*outputs)[0]),
              expected_pool(pool, inputs[0]).values);
  }
}

TEST(Pool, RefusesWhatDoesNotFit) {
  const PoolProblem good = small_pool(PoolKind::kMax, DataType::kFloat32);
  const auto refused = [&](auto change) {
    PoolProblem bad = good;
    change(bad);
    return !PoolProblem::from_problem(bad.to_problem()).ok();
  };
  EXPECT_FALSE(refused([](PoolProblem&) {}));
  EXPECT_TRUE(refused([](PoolProblem& p) { p.kernel = {2}; }));
  EXPECT_TRUE(refused([](PoolProblem& p) { p.kernel = {0, 2}; }));
  EXPECT_TRUE(refused([](PoolProblem& p) { p.y.type = DataType::kBFloat16; }));
  EXPECT_TRUE(refused([](PoolProblem& p) { p.y.shape[1] = 2; }));
  EXPECT_TRUE(refused([](PoolProblem& p) {
    p.kind = PoolKind::kAverage;
    p.indices = describe(DataType::kInt64, {1, 1, 2, 2});
  }));
  Problem unknown = good.to_problem();
  unknown.attributes.set("kind", std::string("median"));
  EXPECT_FALSE(PoolProblem::from_problem(unknown).ok());
}

}  // namespace
}  // namespace nightjar::kernels
