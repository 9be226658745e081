// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kernels/pointwise/pointwise.h"
#include "kernels/pointwise/tactics.h"
#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels::pointwise {
namespace {

using kernels::testing::describe;
using tensor::DataType;
using tensor::HostTensor;

Problem curve(DataType from, DataType to, int64_t count) {
  PointwiseProblem problem;
  problem.compute = Compute::kFloat32;
  problem.expression = *Expression::parse(
      "clip(add(round(div(sigmoid(mul(sub(in0, 7), 0.05)), 0.004)), 1), -128, 255)");
  problem.inputs = {describe(from, {count})};
  problem.output = describe(to, {count});
  return problem.to_problem();
}

HostTensor every_byte(DataType type, int64_t count) {
  HostTensor bytes(type, {count});
  for (int64_t i = 0; i < count; ++i)
    bytes.as<uint8_t>()[static_cast<size_t>(i)] = static_cast<uint8_t>(i * 37 + i / 256);
  return bytes;
}

TEST(PointwiseTable, GivesThePlainAnswerForEveryByte) {
  for (const DataType from : {DataType::kInt8, DataType::kUInt8}) {
    for (const DataType to : {DataType::kInt8, DataType::kUInt8}) {
      for (const int64_t count : {1, 63, 64, 1000, 200003}) {
        const Problem problem = curve(from, to, count);
        const std::vector<HostTensor> inputs = {every_byte(from, count)};
        const auto device = device::make_cpu_device(2);
        ASSERT_TRUE(pointwise_table_tactic()->supports(problem, device->info()));
        const auto wanted =
            kernels::testing::run_tactic(*plain_tactic("pointwise"), problem, "", inputs);
        const auto given =
            kernels::testing::run_tactic(*pointwise_table_tactic(), problem, "", inputs, {}, 2);
        ASSERT_TRUE(wanted.ok() && given.ok());
        EXPECT_TRUE(tensor::identical((*wanted)[0], (*given)[0])) << count;
      }
    }
  }
}

TEST(PointwiseTable, TakesOneByteForOneByteAlone) {
  const device::DeviceInfo info;
  Problem problem = curve(DataType::kUInt8, DataType::kUInt8, 10);
  problem.inputs[0].type = DataType::kInt16;
  EXPECT_FALSE(pointwise_table_tactic()->supports(problem, info));
  problem = curve(DataType::kUInt8, DataType::kFloat32, 10);
  EXPECT_FALSE(pointwise_table_tactic()->supports(problem, info));
  problem = curve(DataType::kUInt8, DataType::kUInt8, 10);
  problem.inputs[0].shape = {tensor::Dim(1)};
  EXPECT_FALSE(pointwise_table_tactic()->supports(problem, info));
}

}  // namespace
}  // namespace nightjar::kernels::pointwise
