// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/select/select.h"
#include "tests/kernels/cuda_harness.h"

namespace nightjar::kernels::testing {
namespace {

using tensor::DataType;
using tensor::Dims;

constexpr const char* kName = "select.own.lines.v1";
constexpr DataType kTypes[] = {DataType::kFloat32, DataType::kFloat16, DataType::kInt32,
                               DataType::kInt64};

using SelectOnGpu = CudaTactics;

TEST_F(SelectOnGpu, ExtremesWithTies) {
  for (const DataType type : kTypes) {
    for (const SelectKind kind : {SelectKind::kArgMax, SelectKind::kArgMin}) {
      for (const bool last : {false, true}) {
        SelectProblem select;
        select.kind = kind;
        select.axis = 1;
        select.last = last;
        select.input = describe(type, {3, 700, 2});
        select.outputs = {describe(DataType::kInt64, {3, 1, 2})};
        expect_agreement(kName, select.to_problem());
      }
    }
  }
}

TEST_F(SelectOnGpu, TopElementsInOrder) {
  for (const DataType type : kTypes) {
    for (const bool largest : {false, true}) {
      SelectProblem select;
      select.kind = SelectKind::kTopK;
      select.axis = 1;
      select.largest = largest;
      select.input = describe(type, {2, 900, 3});
      select.outputs = {describe(type, {2, 12, 3}), describe(DataType::kInt64, {2, 12, 3})};
      expect_agreement(kName, select.to_problem());
      select.outputs[0] = {};
      expect_agreement(kName, select.to_problem());
    }
  }
}

TEST_F(SelectOnGpu, RunningSums) {
  for (const DataType type : kTypes) {
    for (const bool exclusive : {false, true}) {
      SelectProblem select;
      select.kind = SelectKind::kRunningSum;
      select.exclusive = exclusive;
      select.reverse = !exclusive;
      select.input = describe(type, {40, 9});
      select.outputs = {describe(type, {40, 9})};
      expect_agreement(kName, select.to_problem());
    }
  }
}

}  // namespace
}  // namespace nightjar::kernels::testing
