// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/fill/fill.h"
#include "tests/kernels/cuda_harness.h"

namespace nightjar::kernels::testing {
namespace {

using tensor::DataType;

constexpr const char* kName = "fill.own.copy.v1";

using FillOnGpu = CudaTactics;

TEST_F(FillOnGpu, RepeatsAnElement) {
  for (const DataType type : {DataType::kFloat32, DataType::kBFloat16, DataType::kInt64}) {
    FillProblem fill;
    fill.inputs = {describe(type, {1})};
    fill.output = describe(type, {3, 5, 7});
    expect_agreement(kName, fill.to_problem());
  }
}

TEST_F(FillOnGpu, WritesKnownNumbersAndDiagonals) {
  FillProblem fill;
  fill.kind = FillKind::kValues;
  fill.values = tensor::to_shape({4, -2, 7});
  fill.output = describe(DataType::kInt64, {3});
  expect_agreement(kName, fill.to_problem());
  fill.kind = FillKind::kEye;
  fill.values = tensor::to_shape({-1});
  fill.output = describe(DataType::kFloat16, {4, 6});
  expect_agreement(kName, fill.to_problem());
}

TEST_F(FillOnGpu, CountsUpAndDown) {
  for (const DataType type :
       {DataType::kInt32, DataType::kInt64, DataType::kFloat32, DataType::kFloat64}) {
    FillProblem fill;
    fill.kind = FillKind::kRange;
    fill.inputs = {describe(type, {}), describe(type, {})};
    fill.output = describe(type, {1000});
    tensor::HostTensor first(type, {}), step(type, {});
    first.set_value(0, 5);
    step.set_value(0, -3);
    expect_agreement(kName, fill.to_problem(), {}, {first, step});
  }
}

}  // namespace
}  // namespace nightjar::kernels::testing
