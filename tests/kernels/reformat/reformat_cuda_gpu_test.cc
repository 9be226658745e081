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

}  // namespace
}  // namespace nightjar::kernels::testing
