// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/quantized/quantized_cuda.h"

#include <algorithm>
#include <cmath>

#include "tests/kernels/cuda_harness.h"
#include "tests/kernels/quantized/quantized_draft.h"

namespace nightjar::kernels::testing {
namespace {

using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;

constexpr const char* kWays[] = {"mma", "wgmma"};

struct ConvCase {
  Dims x, w;
  int64_t stride = 1, pad = 0, dilation = 1;
};

const ConvCase kConvs[] = {
    {{2, 64, 14, 14}, {128, 64, 1, 1}},         {{1, 64, 9, 11}, {72, 64, 3, 3}, 1, 1},
    {{3, 32, 15, 13}, {40, 32, 3, 3}, 2, 1},    {{1, 512, 7, 7}, {256, 512, 3, 3}, 1, 1},
    {{1, 16, 20, 20}, {24, 16, 3, 3}, 1, 2, 2}, {{2, 144, 17, 9}, {137, 144, 3, 5}, 1, 1},
    {{2, 256, 14, 14}, {520, 256, 1, 1}, 2},    {{8, 64, 56, 56}, {128, 64, 3, 3}, 1, 1},
    {{2, 48, 50}, {33, 48, 5}, 2, 2},
};

QuantizedConvProblem make_conv(const ConvCase& of) {
  QuantizedConvProblem conv;
  const size_t axes = of.x.size() - 2;
  conv.window = Window::plain(axes);
  Dims y = {of.x[0], of.w[0]};
  for (size_t i = 0; i < axes; ++i) {
    conv.window.strides[i] = of.stride;
    conv.window.dilations[i] = of.dilation;
    conv.window.pads_begin[i] = conv.window.pads_end[i] = of.pad;
    const int64_t span = (of.w[i + 2] - 1) * of.dilation + 1;
    y.push_back((of.x[i + 2] + 2 * of.pad - span) / of.stride + 1);
  }
  const auto last = tensor::Layout::kChannelsLast;
  conv.x = describe(DataType::kInt8, of.x, last);
  conv.w = describe(DataType::kInt8, of.w);
  conv.y = describe(DataType::kInt8, y, last);
  conv.scale = describe(DataType::kFloat32, {of.w[0]});
  return conv;
}

QuantizedGemmProblem make_gemm(int64_t m, int64_t n, int64_t k, bool trans_b) {
  QuantizedGemmProblem gemm;
  gemm.trans_b = trans_b;
  gemm.a = describe(DataType::kInt8, {2, m, k});
  gemm.b = describe(DataType::kInt8, trans_b ? Dims{n, k} : Dims{k, n});
  gemm.y = describe(DataType::kInt8, {2, m, n});
  gemm.scale = describe(DataType::kFloat32, {n});
  return gemm;
}

class QuantizedOnGpu : public CudaTactics {
 protected:
  DataType value_type() { return flip(random_) ? DataType::kFloat16 : random_value_type(random_); }

  /// An epilogue about x without a zero point.
  template <typename Contraction>
  void draw(Contraction& problem, const tensor::TensorDesc& like, int64_t channels, double depth) {
    problem.y = like;
    problem.y.type = value_type();
    if (flip(random_)) problem.bias = describe(DataType::kFloat32, {channels});
    if (flip(random_)) {
      problem.residual = like;
      problem.residual.type = value_type();
    }
    problem.requantization = random_requantization(DataType::kInt8, problem.y, depth, random_);
    problem.requantization.x_zero = 0;
  }

  void check(const std::string& tactic_name, const Problem& problem) {
    SCOPED_TRACE(problem.to_string());
    const Tactic* tactic = find_tactic(tactic_name);
    ASSERT_NE(tactic, nullptr) << tactic_name;
    if (!supports(tactic_name, problem)) GTEST_SKIP() << "no sm_90";
    const auto inputs = quantized_operands(problem, random_);
    const auto expected = plain_answer(problem, inputs);
    ASSERT_TRUE(expected.ok()) << expected.error().message;
    for (const std::string& config : tactic->configs(problem, device_->info())) {
      SCOPED_TRACE(tactic_name + " " + config);
      const auto actual = run(*tactic, problem, config, inputs, {kQuantizedW});
      ASSERT_TRUE(actual.ok()) << actual.error().message;
      expect_close((*expected)[0], (*actual)[0]);
    }
  }

 private:
  /// One byte in fifty may fall to the other side of a tie; floats to float16's rounding.
  static void expect_close(const HostTensor& expected, const HostTensor& actual) {
    if (expected.type() != DataType::kFloat16) {
      EXPECT_LE(
          expect_within_a_quantum(expected, actual, "y"),
          expected.type() == DataType::kFloat32 ? expected.count() : expected.count() / 50 + 1);
      return;
    }
    double largest = 1, worst = 0;
    for (int64_t i = 0; i < expected.count(); ++i) {
      const double wanted = expected.value_at(i), given = actual.value_at(i);
      if (wanted == given) continue;
      largest = std::max(largest, std::abs(wanted));
      worst = std::max(worst, std::isfinite(given) ? std::abs(wanted - given) : 1e9);
    }
    EXPECT_LE(worst / largest, tolerance_of(DataType::kFloat16));
  }
};

TEST_F(QuantizedOnGpu, ConvolutionsAgree) {
  for (const char* way : kWays) {
    for (const ConvCase& of : kConvs) {
      for (int round = 0; round < 3; ++round) {
        QuantizedConvProblem conv = make_conv(of);
        const auto depth = static_cast<double>(tensor::element_count(of.w) / of.w[0]);
        draw(conv, conv.y, of.w[0], depth);
        check(std::string("quantized_conv.own.") + way + ".v1", conv.to_problem());
      }
    }
  }
}

TEST_F(QuantizedOnGpu, ProductsAgree) {
  const int64_t kSizes[][3] = {{1, 1000, 512}, {64, 768, 768},   {197, 64, 80},
                               {3, 8, 16},     {150, 137, 1040}, {1300, 520, 208}};
  for (const char* way : kWays) {
    for (const auto& [m, n, k] : kSizes) {
      for (const bool trans_b : {false, true}) {
        QuantizedGemmProblem gemm = make_gemm(m, n, k, trans_b);
        draw(gemm, gemm.y, n, static_cast<double>(k));
        check(std::string("quantized_gemm.own.") + way + ".v1", gemm.to_problem());
      }
    }
  }
}

/// More tiles than the GPU has room for, so that the copy engine carries y.
TEST_F(QuantizedOnGpu, ManyTilesAgree) {
  for (const int64_t n : {64, 128, 256, 272}) {
    for (const DataType type : {DataType::kInt8, DataType::kFloat16}) {
      for (const DataType residual :
           {DataType::kUndefined, DataType::kInt8, DataType::kUInt8, DataType::kFloat16}) {
        for (const ActivationKind kind :
             {ActivationKind::kNone, ActivationKind::kRelu, ActivationKind::kClip}) {
          QuantizedGemmProblem gemm = make_gemm(8600, n, 48, true);
          draw(gemm, gemm.y, n, 48);
          gemm.y.type = type;
          gemm.residual = gemm.y;
          gemm.residual.type = residual;
          gemm.requantization.y_scale = 2;
          gemm.requantization.y_zero = type == DataType::kInt8 && n == 128 ? -7 : 0;
          gemm.requantization.activation = {kind, -1.5, 40};
          check("quantized_gemm.own.wgmma.v1", gemm.to_problem());
        }
      }
    }
  }
}

TEST_F(QuantizedOnGpu, RefusesWhatItCannotDo) {
  const auto refused = [&](const QuantizedConvProblem& conv) {
    return !supports("quantized_conv.own.mma.v1", conv.to_problem());
  };
  const QuantizedConvProblem good = make_conv(kConvs[1]);
  EXPECT_FALSE(refused(good));
  QuantizedConvProblem bad = good;
  bad.requantization.x_zero = 3;
  EXPECT_TRUE(refused(bad)) << "pads would not be zeros";
  bad = good;
  bad.x.type = DataType::kUInt8;
  EXPECT_TRUE(refused(bad));
  EXPECT_TRUE(refused(make_conv({{1, 24, 9, 9}, {16, 24, 3, 3}})));
  EXPECT_FALSE(supports("quantized_gemm.own.mma.v1", make_gemm(4, 16, 24, true).to_problem()));
}

}  // namespace
}  // namespace nightjar::kernels::testing
