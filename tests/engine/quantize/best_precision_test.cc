// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/quantize/best_precision.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/build/records/decisions_file.h"
#include "engine/quantize/quantize.h"
#include "tests/fakes/engine/sample_networks.h"

namespace nightjar::quantize {
namespace {

using build::Precision;
using fakes::Sketch;
using network::Network;

bool is_too_far(const std::string& line) { return line.find("too far") != std::string::npos; }

/// Three layers, whose nodes are called after their operators.
Network small_network() {
  Sketch sketch;
  const auto x = sketch.input("x", {2, 16, 8, 8});
  const auto y = sketch.op("Relu", {sketch.conv(x, 16, 32, 3, true)});
  const auto rows = sketch.op("Flatten", {sketch.op("GlobalAveragePool", {y})});
  const auto z = sketch.op("Relu", {sketch.op("MatMul", {rows, sketch.weights({32, 64})})});
  sketch.output(sketch.op("Gemm", {z, sketch.weights({64, 8}), sketch.weights({8})}));
  return *prepared(sketch.network());
}

class BestPrecision : public ::testing::Test {
 protected:
  BestPrecision() : network_(small_network()), device_(device::make_cpu_device(1)) {
    const Samples samples{1,
                          [this](int64_t) -> Result<reference::TensorsByName> {
                            return fakes::random_inputs(network_, 1);
                          },
                          "one"};
    calibration_ = *calibrate(network_, samples, {});
    request_.network = &network_;
    request_.options.level = 1;
    request_.quantized = [this](const std::set<std::string>& keep_float) {
      QuantizeOptions options;
      options.keep_float = keep_float;
      return quantize(network_, calibration_, options);
    };
  }

  /// The problem of the step that came from a node.
  static std::string problem_of(const BestBuild& best, const std::string& node) {
    const auto decisions = build::decisions_from_text(best.outcome.plan.decisions_json);
    for (const build::DecidedStep& step : decisions->steps) {
      const auto& nodes = step.nodes;
      const bool is_contraction = step.problem.find("conv") == 0 ||
                                  step.problem.find("gemm") == 0 ||
                                  step.problem.find("quantized_") == 0;
      if (is_contraction && std::count(nodes.begin(), nodes.end(), node) != 0) return step.problem;
    }
    return "no step";
  }

  Network network_;
  std::unique_ptr<device::Device> device_;
  Calibration calibration_;
  BestRequest request_;
};

TEST_F(BestPrecision, WhatIsFixedIsKept) {
  request_.fixed = {
      {"Conv", Precision::kInt8}, {"MatMul", Precision::kBf16}, {"Gemm", Precision::kFp32}};
  const auto best = build_best(request_, *device_, SystemClock());
  ASSERT_TRUE(best.ok()) << best.error().message;
  EXPECT_EQ(best->outcome.plan.precision, "mixed");
  EXPECT_EQ(problem_of(*best, "Conv").find("quantized_conv"), 0u);
  EXPECT_EQ(problem_of(*best, "MatMul").find("gemm"), 0u);
  EXPECT_NE(problem_of(*best, "MatMul").find("bfloat16"), std::string::npos);
  EXPECT_EQ(problem_of(*best, "Gemm").find("gemm"), 0u);
  EXPECT_EQ(problem_of(*best, "Gemm").find("bfloat16"), std::string::npos);
}

TEST_F(BestPrecision, OfFourBuildsTheShortestIsTaken) {
  const auto best = build_best(request_, *device_, SystemClock());
  ASSERT_TRUE(best.ok()) << best.error().message;
  std::vector<double> totals_ms;
  for (const std::string& line : best->lines) {
    const size_t at = line.find("the steps take ");
    if (at != std::string::npos) totals_ms.push_back(std::stod(line.substr(at + 15)));
  }
  ASSERT_EQ(totals_ms.size(), 4u);
  double taken_ns = 0;
  const auto decisions = build::decisions_from_text(best->outcome.plan.decisions_json);
  for (const build::DecidedStep& step : decisions->steps) taken_ns += step.median_ns;
  const double least_ms = *std::min_element(totals_ms.begin(), totals_ms.end());
  EXPECT_NEAR(taken_ns / 1e6, least_ms, 0.0006);
}

TEST_F(BestPrecision, WhatIsTooFarOffIsNotTheAnswer) {
  request_.samples = {2,
                      [this](int64_t index) -> Result<reference::TensorsByName> {
                        return fakes::random_inputs(network_, 10 + static_cast<uint64_t>(index));
                      },
                      "two"};
  request_.max_error = 1e-4;  // float32 alone comes near
  const auto best = build_best(request_, *device_, SystemClock());
  ASSERT_TRUE(best.ok()) << best.error().message;
  EXPECT_EQ(std::count_if(best->lines.begin(), best->lines.end(), is_too_far), 2)
      << "bf16 and int8 are, and have no part in the mixture";
  for (const char* node : {"Conv", "MatMul", "Gemm"}) {
    EXPECT_EQ(problem_of(*best, node).find("bfloat16"), std::string::npos) << node;
    EXPECT_EQ(problem_of(*best, node).find("quantized_"), std::string::npos) << node;
  }
  request_.max_error = 0.5;
  const auto loose = build_best(request_, *device_, SystemClock());
  ASSERT_TRUE(loose.ok()) << loose.error().message;
  EXPECT_EQ(std::count_if(loose->lines.begin(), loose->lines.end(), is_too_far), 0);
}

TEST_F(BestPrecision, WhatIsFixedAndTooFarOffIsRefused) {
  request_.samples = {1,
                      [this](int64_t) -> Result<reference::TensorsByName> {
                        return fakes::random_inputs(network_, 10);
                      },
                      "one"};
  request_.max_error = 1e-4;
  request_.fixed = {{"Conv", Precision::kInt8}};
  const auto refused = build_best(request_, *device_, SystemClock());
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("leave more nodes to be chosen"), std::string::npos);
}

TEST_F(BestPrecision, IntegersThatCannotBeAreRefused) {
  request_.fixed = {{"Relu", Precision::kInt8}, {"GlobalAveragePool", Precision::kInt8}};
  const auto refused = build_best(request_, *device_, SystemClock());
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("has no integer kernel"), std::string::npos);
}

TEST_F(BestPrecision, ANetworkThatCannotBeQuantisedIsNamed) {
  request_.quantized = [](const std::set<std::string>&) -> Result<Network> {
    return invalid_input("nothing to quantise");
  };
  const auto refused = build_best(request_, *device_, SystemClock());
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("nothing to quantise"), std::string::npos);
}

}  // namespace
}  // namespace nightjar::quantize
