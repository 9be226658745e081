// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/reformat/reformat.h"
#include "tests/kernels/cuda_harness.h"

namespace nightjar::kernels::testing {
namespace {

using tensor::DataType;
using tensor::Layout;

using ReformatOnGpu = CudaTactics;

TEST_F(ReformatOnGpu, AgreesOnLayoutsAndTypes) {
  const std::pair<DataType, DataType> types[] = {
      {DataType::kFloat32, DataType::kFloat16},  {DataType::kFloat16, DataType::kFloat32},
      {DataType::kFloat32, DataType::kBFloat16}, {DataType::kFloat16, DataType::kFloat16},
      {DataType::kInt32, DataType::kInt64},      {DataType::kFloat32, DataType::kInt8}};
  for (const auto& [from, to] : types) {
    for (const Layout x : {Layout::kRowMajor, Layout::kChannelsLast}) {
      for (const Layout y : {Layout::kRowMajor, Layout::kChannelsLast}) {
        for (const tensor::Dims& dims : {tensor::Dims{2, 16, 5, 8}, tensor::Dims{1, 3, 7, 9}}) {
          expect_agreement(
              "reformat.own.nvrtc.v1",
              ReformatProblem{describe(from, dims, x), describe(to, dims, y)}.to_problem());
        }
      }
    }
  }
}

TEST_F(ReformatOnGpu, InterleavesFewPlanes) {
  const std::pair<DataType, DataType> types[] = {{DataType::kFloat32, DataType::kFloat16},
                                                 {DataType::kFloat32, DataType::kBFloat16},
                                                 {DataType::kFloat32, DataType::kFloat32},
                                                 {DataType::kFloat16, DataType::kFloat16}};
  for (const auto& [from, to] : types) {
    for (const tensor::Dims& dims :
         {tensor::Dims{2, 3, 30, 22}, tensor::Dims{3, 2, 44}, tensor::Dims{1, 4, 7, 4}}) {
      expect_agreement("reformat.own.interleave.v1",
                       ReformatProblem{describe(from, dims, Layout::kRowMajor),
                                       describe(to, dims, Layout::kChannelsLast)}
                           .to_problem());
    }
  }
}

TEST_F(ReformatOnGpu, InterleavesNoManyPlanesAndNoOddOnes) {
  for (const tensor::Dims& dims : {tensor::Dims{2, 8, 4, 4}, tensor::Dims{1, 3, 5, 5}}) {
    EXPECT_FALSE(supports("reformat.own.interleave.v1",
                          ReformatProblem{describe(DataType::kFloat32, dims, Layout::kRowMajor),
                                          describe(DataType::kFloat16, dims, Layout::kChannelsLast)}
                              .to_problem()));
  }
}

}  // namespace
}  // namespace nightjar::kernels::testing
