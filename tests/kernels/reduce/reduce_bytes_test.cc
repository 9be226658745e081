// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kernels/reduce/reduce.h"
#include "kernels/reduce/tactics.h"
#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::Dims;
using testing::describe;

ReduceProblem sum_of(DataType type, const Dims& dims, std::vector<int64_t> axes) {
  ReduceProblem reduce;
  reduce.kind = ReduceKind::kSum;
  reduce.axes = std::move(axes);
  reduce.input = describe(type, dims);
  Dims kept = dims;
  for (const int64_t axis : reduce.axes) kept[static_cast<size_t>(axis)] = 1;
  reduce.output = describe(DataType::kFloat32, kept);
  return reduce;
}

tensor::HostTensor random_bytes(const ReduceProblem& reduce, testing::Random& random) {
  tensor::HostTensor bytes(reduce.input.type, dims_of(reduce.input));
  for (uint8_t& byte : bytes.as<uint8_t>()) byte = static_cast<uint8_t>(random());
  return bytes;
}

TEST(ReduceBytes, SumsAreThoseOfThePlainKernel) {
  const device::DeviceInfo info;
  testing::Random random(4);
  struct Case {
    Dims dims;
    std::vector<int64_t> axes;
  };
  const Case cases[] = {{{2, 7, 7, 70}, {1, 2}},     {{3, 5, 6, 4}, {2, 3}},
                        {{1, 112, 112, 64}, {1, 2}}, {{9}, {0}},
                        {{4, 3, 2}, {0, 1, 2}},      {{2, 0, 3}, {1}}};
  for (const Case& each : cases) {
    for (const DataType type : {DataType::kInt8, DataType::kUInt8}) {
      const ReduceProblem reduce = sum_of(type, each.dims, each.axes);
      const Problem problem = reduce.to_problem();
      ASSERT_TRUE(reduce_bytes_tactic()->supports(problem, info)) << problem.to_string();
      const std::vector<tensor::HostTensor> inputs = {random_bytes(reduce, random)};
      const auto wanted = testing::run_tactic(*plain_tactic("reduce"), problem, "", inputs);
      const auto given = testing::run_tactic(*reduce_bytes_tactic(), problem, "", inputs, {}, 2);
      ASSERT_TRUE(wanted.ok() && given.ok());
      EXPECT_TRUE(tensor::identical((*wanted)[0], (*given)[0])) << problem.to_string();
    }
  }
}

TEST(ReduceBytes, LeavesAloneWhatCouldOverflowOrIsNoSumOfBytes) {
  const device::DeviceInfo info;
  const auto takes = [&](const ReduceProblem& reduce) {
    return reduce_bytes_tactic()->supports(reduce.to_problem(), info);
  };
  EXPECT_TRUE(takes(sum_of(DataType::kUInt8, {1, 256, 256, 8}, {1, 2})));
  EXPECT_FALSE(takes(sum_of(DataType::kUInt8, {1, 257, 256, 8}, {1, 2})));
  EXPECT_FALSE(takes(sum_of(DataType::kUInt8, {2, 3, 4, 5}, {1, 3})));
  EXPECT_FALSE(takes(sum_of(DataType::kInt16, {2, 3, 4, 5}, {1, 2})));
  ReduceProblem mean = sum_of(DataType::kUInt8, {2, 3, 4, 5}, {1, 2});
  mean.kind = ReduceKind::kMean;
  EXPECT_FALSE(takes(mean));
}

}  // namespace
}  // namespace nightjar::kernels
