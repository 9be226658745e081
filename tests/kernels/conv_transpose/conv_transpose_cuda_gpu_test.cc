// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/conv_transpose/conv_transpose.h"
#include "tests/kernels/cuda_harness.h"

namespace nightjar::kernels::testing {
namespace {

using tensor::DataType;
using tensor::Layout;

constexpr const char* kName = "conv_transpose.own.direct.v1";

using ConvTransposeOnGpu = CudaTactics;

TEST_F(ConvTransposeOnGpu, GroupsStridesAndEpilogues) {
  for (const DataType type : {DataType::kFloat32, DataType::kFloat16, DataType::kBFloat16}) {
    for (const Layout layout : {Layout::kRowMajor, Layout::kChannelsLast}) {
      for (const int64_t group : {1, 2}) {
        ConvTransposeProblem conv;
        conv.group = group;
        conv.x = describe(type, {2, 8, 6, 5}, layout);
        conv.w = describe(type, {8, 6 / group, 3, 3});
        conv.bias = describe(DataType::kFloat32, {6});
        conv.window = Window::plain(2);
        conv.window.strides = {2, 3};
        conv.window.pads_begin = conv.window.pads_end = {1, 0};
        conv.y = describe(type, {2, 6, 11, 15}, layout);
        conv.residual = conv.y;
        conv.activation.kind = ActivationKind::kRelu;
        expect_agreement(kName, conv.to_problem());
      }
    }
  }
}

}  // namespace
}  // namespace nightjar::kernels::testing
