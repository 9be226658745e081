// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/conv/conv.h"
#include "kernels/gemm/tf32.h"
#include "tests/kernels/cuda_harness.h"

namespace nightjar::kernels::testing {
namespace {

using tensor::DataType;
using tensor::Dims;
using tensor::Layout;

struct Case {
  Dims x, w;  ///< Spatial extents of w behind the channels.
  int64_t stride = 1, pad = 0, dilation = 1, group = 1;
};

const Case kPlainCases[] = {
    {{2, 64, 14, 14}, {128, 64, 1, 1}},         {{1, 64, 9, 11}, {72, 64, 3, 3}, 1, 1},
    {{3, 32, 15, 13}, {40, 32, 3, 3}, 2, 1},    {{1, 512, 7, 7}, {256, 512, 3, 3}, 1, 1},
    {{1, 16, 20, 20}, {24, 16, 3, 3}, 1, 2, 2}, {{2, 3, 31, 29}, {64, 3, 7, 7}, 2, 3},
    {{1, 5, 12, 12}, {7, 5, 3, 3}, 1, 1},       {{2, 24, 50}, {33, 24, 5}, 2, 2},
};
const Case kGroupedCases[] = {
    {{2, 32, 14, 14}, {32, 1, 3, 3}, 1, 1, 1, 32},
    {{1, 20, 15, 15}, {20, 1, 5, 5}, 2, 2, 1, 20},
    {{1, 24, 10, 10}, {48, 6, 3, 3}, 1, 1, 1, 4},
};
const Case kDeepCase = {{1, 6, 5, 8, 7}, {10, 3, 3, 3, 3}, 2, 1, 1, 2};

ConvProblem make_conv(const Case& of, DataType type, Layout from, Layout to) {
  ConvProblem conv;
  const size_t axes = of.x.size() - 2;
  conv.window = Window::plain(axes);
  conv.group = of.group;
  Dims y = {of.x[0], of.w[0]};
  for (size_t i = 0; i < axes; ++i) {
    conv.window.strides[i] = of.stride;
    conv.window.dilations[i] = of.dilation;
    conv.window.pads_begin[i] = conv.window.pads_end[i] = of.pad;
    const int64_t span = (of.w[i + 2] - 1) * of.dilation + 1;
    y.push_back((of.x[i + 2] + 2 * of.pad - span) / of.stride + 1);
  }
  conv.x = describe(type, of.x, from);
  conv.w = describe(type, of.w);
  conv.y = describe(type, y, to);
  return conv;
}

class ConvOnGpu : public CudaTactics {
 protected:
  void check(std::string_view tactic, const Case& of, DataType type, Layout from, Layout to) {
    ConvProblem conv = make_conv(of, type, from, to);
    if (flip(random_)) conv.bias = describe(DataType::kFloat32, {of.w[0]});
    if (flip(random_)) conv.residual = conv.y;
    if (flip(random_)) conv.activation.kind = ActivationKind::kRelu;
    const std::set<size_t> constant = flip(random_) ? std::set<size_t>{1} : std::set<size_t>{};
    expect_agreement(tactic, conv.to_problem(), constant);
  }
};

TEST_F(ConvOnGpu, TensorCoresAgree) {
  for (const Case& of : kPlainCases) {
    for (const DataType type : {DataType::kFloat16, DataType::kBFloat16}) {
      for (const Layout from : {Layout::kChannelsLast, Layout::kRowMajor}) {
        check("conv.own.mma.v1", of, type, from, Layout::kChannelsLast);
      }
    }
  }
}

TEST_F(ConvOnGpu, WarpgroupsAgree) {
  const Case kLarge[] = {
      {{2, 64, 14, 14}, {128, 64, 1, 1}},         {{1, 64, 9, 11}, {72, 64, 3, 3}, 1, 1},
      {{3, 32, 15, 13}, {40, 32, 3, 3}, 2, 1},    {{1, 512, 7, 7}, {256, 512, 3, 3}, 1, 1},
      {{1, 16, 20, 20}, {24, 16, 3, 3}, 1, 2, 2}, {{2, 72, 17, 9}, {136, 72, 3, 5}, 1, 1},
      {{5, 128, 28, 28}, {512, 128, 1, 1}},       {{2, 256, 14, 14}, {520, 256, 1, 1}, 2},
      {{7, 64, 28, 28}, {192, 64, 3, 3}, 1, 1},   {{2, 24, 50}, {33, 24, 5}, 2, 2},
      {{8, 64, 56, 56}, {128, 64, 3, 3}, 1, 1},   {{1, 8, 33, 6}, {264, 8, 2, 4}, 3, 0},
  };
  for (const Case& of : kLarge) {
    for (const DataType type : {DataType::kFloat16, DataType::kBFloat16}) {
      const auto last = Layout::kChannelsLast;
      if (!supports("conv.own.wgmma.v1", make_conv(of, type, last, last).to_problem())) {
        GTEST_SKIP() << "no sm_90";
      }
      check("conv.own.wgmma.v1", of, type, last, last);
    }
  }
}

TEST_F(ConvOnGpu, RoundedOperandsAgreeWhereTheyAreAllowed) {
  const auto last = Layout::kChannelsLast;
  for (const Case& of : kPlainCases) {
    ConvProblem conv = make_conv(of, DataType::kFloat32, last, last);
    if (flip(random_)) conv.bias = describe(DataType::kFloat32, {of.w[0]});
    if (flip(random_)) conv.residual = conv.y;
    if (flip(random_)) conv.activation.kind = ActivationKind::kSilu;
    Problem problem = conv.to_problem();
    EXPECT_FALSE(supports("conv.own.tf32.v1", problem)) << "nobody has allowed it";
    ASSERT_TRUE(allow_tf32(problem));
    expect_agreement("conv.own.tf32.v1", problem,
                     flip(random_) ? std::set<size_t>{1} : std::set<size_t>{});
  }
}

TEST_F(ConvOnGpu, SplitOperandsAgreeAsFloatsDo) {
  const auto last = Layout::kChannelsLast;
  for (const Case& of : kPlainCases) {
    ConvProblem conv = make_conv(of, DataType::kFloat32, last, last);
    if (flip(random_)) conv.bias = describe(DataType::kFloat32, {of.w[0]});
    if (flip(random_)) conv.residual = conv.y;
    if (flip(random_)) conv.activation.kind = ActivationKind::kSilu;
    expect_agreement("conv.own.split.v1", conv.to_problem(),
                     flip(random_) ? std::set<size_t>{1} : std::set<size_t>{});
  }
}

TEST_F(ConvOnGpu, PlainThreadsAgree) {
  for (const auto& cases :
       {std::span<const Case>(kPlainCases), std::span<const Case>(kGroupedCases)}) {
    for (const Case& of : cases) {
      for (const DataType type : {DataType::kFloat32, DataType::kFloat16}) {
        check("conv.own.simt.v1", of, type, Layout::kRowMajor, Layout::kRowMajor);
        check("conv.own.simt.v1", of, type, Layout::kChannelsLast, Layout::kChannelsLast);
      }
    }
  }
}

TEST_F(ConvOnGpu, DepthwiseAgrees) {
  for (const DataType type : {DataType::kFloat32, DataType::kFloat16, DataType::kBFloat16}) {
    for (const Case& of : {kGroupedCases[0], kGroupedCases[1]}) {
      check("conv.own.depthwise.v1", of, type, Layout::kChannelsLast, Layout::kChannelsLast);
    }
  }
}

TEST_F(ConvOnGpu, WindowsAgree) {
  const Case kFilters[] = {
      {{2, 40, 14, 14}, {40, 1, 3, 3}, 1, 1, 1, 40}, {{1, 96, 15, 17}, {96, 1, 3, 3}, 2, 1, 1, 96},
      {{1, 72, 20, 9}, {72, 1, 5, 5}, 1, 2, 1, 72},  {{2, 32, 23, 30}, {32, 1, 5, 5}, 2, 2, 1, 32},
      {{2, 24, 30, 31}, {24, 1, 7, 7}, 1, 3, 1, 24}, {{1, 64, 7, 7}, {64, 1, 7, 7}, 1, 3, 1, 64},
      {{1, 8, 33, 40}, {8, 1, 7, 7}, 2, 0, 1, 8},
  };
  const auto last = Layout::kChannelsLast;
  for (const Case& of : kFilters) {
    check("conv.own.window.v1", of, DataType::kFloat16, last, last);
    check("conv.own.window.v1", of, DataType::kBFloat16, last, last);
  }
}

TEST_F(ConvOnGpu, FirstLayersAgree) {
  const Case kStems[] = {
      {{2, 3, 61, 45}, {64, 3, 7, 7}, 2, 3}, {{1, 3, 33, 70}, {32, 3, 3, 3}, 2, 1},
      {{3, 1, 28, 28}, {24, 1, 5, 5}, 1, 2}, {{1, 4, 16, 16}, {72, 4, 3, 3}, 1, 1},
      {{2, 3, 32, 40}, {96, 3, 4, 4}, 4, 0}, {{2, 2, 19, 37}, {33, 2, 1, 8}, 1, 3},
  };
  for (const Case& of : kStems) {
    for (const DataType type : {DataType::kFloat16, DataType::kBFloat16}) {
      for (const Layout from : {Layout::kChannelsLast, Layout::kRowMajor}) {
        ConvProblem conv = make_conv(of, type, from, Layout::kChannelsLast);
        if (flip(random_)) conv.bias = describe(DataType::kFloat32, {of.w[0]});
        if (flip(random_)) conv.residual = conv.y;
        conv.activation.kind = ActivationKind::kRelu;
        expect_agreement("conv.own.stem.v1", conv.to_problem(), {1});
      }
    }
  }
}

TEST_F(ConvOnGpu, UnfoldedPatchesAgree) {
  const Case kPatches[] = {{{2, 3, 64, 48}, {192, 3, 16, 16}, 16, 0},
                           {{3, 3, 32, 40}, {96, 3, 4, 4}, 4, 0},
                           {{1, 5, 21, 23}, {40, 5, 3, 3}, 3, 1}};
  for (const Case& of : kPatches) {
    for (const Layout from : {Layout::kChannelsLast, Layout::kRowMajor}) {
      ConvProblem conv = make_conv(of, DataType::kFloat16, from, Layout::kChannelsLast);
      conv.bias = describe(DataType::kFloat32, {of.w[0]});
      if (!supports("conv.own.unfolded.v1", conv.to_problem())) GTEST_SKIP() << "no sm_90";
      expect_agreement("conv.own.unfolded.v1", conv.to_problem(), {1});
    }
  }
}

TEST_F(ConvOnGpu, DirectAgreesOnAnything) {
  for (const DataType type : {DataType::kFloat32, DataType::kFloat16, DataType::kBFloat16}) {
    for (const Case& of : {kPlainCases[5], kPlainCases[7], kGroupedCases[2], kDeepCase}) {
      check("conv.own.direct.v1", of, type, Layout::kRowMajor, Layout::kChannelsLast);
      check("conv.own.direct.v1", of, type, Layout::kChannelsLast, Layout::kRowMajor);
    }
  }
}

TEST_F(ConvOnGpu, RefusesWhatItCannotDo) {
  const auto refused = [&](std::string_view tactic, const ConvProblem& conv) {
    return !supports(tactic, conv.to_problem());
  };
  const auto last = Layout::kChannelsLast;
  EXPECT_TRUE(
      refused("conv.own.window.v1", make_conv(kPlainCases[0], DataType::kFloat16, last, last)));
  EXPECT_TRUE(
      refused("conv.own.window.v1", make_conv(kGroupedCases[0], DataType::kFloat32, last, last)));
  EXPECT_TRUE(
      refused("conv.own.stem.v1", make_conv(kPlainCases[0], DataType::kFloat16, last, last)));
  EXPECT_TRUE(
      refused("conv.own.unfolded.v1", make_conv(kPlainCases[5], DataType::kFloat16, last, last)));
  EXPECT_TRUE(
      refused("conv.own.wgmma.v1", make_conv(kPlainCases[5], DataType::kFloat16, last, last)));
  EXPECT_TRUE(refused("conv.own.wgmma.v1",
                      make_conv(kPlainCases[0], DataType::kFloat16, Layout::kRowMajor, last)));
  EXPECT_TRUE(
      refused("conv.own.mma.v1", make_conv(kGroupedCases[0], DataType::kFloat16, last, last)));
  EXPECT_TRUE(
      refused("conv.own.mma.v1", make_conv(kPlainCases[0], DataType::kFloat32, last, last)));
  EXPECT_TRUE(
      refused("conv.own.depthwise.v1", make_conv(kPlainCases[0], DataType::kFloat16, last, last)));
  EXPECT_TRUE(refused("conv.own.simt.v1", make_conv(kDeepCase, DataType::kFloat16, last, last)));
}

}  // namespace
}  // namespace nightjar::kernels::testing
