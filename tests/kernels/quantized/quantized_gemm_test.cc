// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/quantized/quantized_gemm.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/kernels/quantized/quantized_draft.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::Dims;
using testing::describe;
using testing::flip;
using testing::pick;
using testing::Random;

QuantizedGemmProblem random_gemm(Random& random) {
  const int64_t unit = flip(random) ? 16 : 1;
  const int64_t m = pick(random, 1, 20), n = unit * pick(random, 1, 6),
                k = unit * pick(random, 1, 6);
  QuantizedGemmProblem gemm;
  const bool is_stack = flip(random);
  const Dims a = is_stack ? Dims{2, m, k} : Dims{m, k}, y = is_stack ? Dims{2, m, n} : Dims{m, n};
  gemm.trans_b = flip(random);
  gemm.a = describe(testing::random_byte(random), a);
  gemm.b = describe(DataType::kInt8, gemm.trans_b ? Dims{n, k} : Dims{k, n});
  gemm.y = describe(testing::random_value_type(random), y);
  gemm.scale = describe(DataType::kFloat32, {n});
  if (flip(random)) gemm.bias = describe(DataType::kFloat32, {n});
  if (flip(random)) gemm.residual = describe(testing::random_value_type(random), y);
  gemm.requantization =
      testing::random_requantization(gemm.a.type, gemm.y, static_cast<double>(k), random);
  return gemm;
}

double real(const QuantizedGemmProblem& gemm, const std::vector<tensor::HostTensor>& inputs,
            int64_t row, int64_t column) {
  const int64_t k = *gemm.k().constant(), n = *gemm.n().constant();
  const Requantization& given = gemm.requantization;
  double sum = 0;
  for (int64_t i = 0; i < k; ++i) {
    const double a = inputs[kQuantizedX].value_at(row * k + i) - static_cast<double>(given.x_zero);
    sum += a * inputs[kQuantizedW].value_at(gemm.trans_b ? column * k + i : i * n + column);
  }
  double value = sum * inputs[kScale].value_at(column);
  if (gemm.has_bias()) value += inputs[kBias].value_at(column);
  if (gemm.has_residual()) {
    const double residual = inputs[kResidual].value_at(row * n + column);
    value += is_byte(gemm.residual.type)
                 ? (residual - static_cast<double>(given.residual_zero)) * given.residual_scale
                 : residual;
  }
  return given.activation(value);
}

TEST(QuantizedGemm, ThePlainAnswerIsTheDefinition) {
  Random random(20261123);
  for (int i = 0; i < 60; ++i) {
    const QuantizedGemmProblem gemm = random_gemm(random);
    const auto inputs = testing::quantized_operands(gemm.to_problem(), random);
    const auto answer =
        testing::run_tactic(*plain_tactic("quantized_gemm"), gemm.to_problem(), "", inputs);
    ASSERT_TRUE(answer.ok()) << answer.error().message;
    const int64_t n = *gemm.n().constant();
    const bool is_signed = gemm.y.type == DataType::kInt8;
    for (int64_t at = 0; at < (*answer)[0].count(); ++at) {
      double wanted = real(gemm, inputs, at / n, at % n);
      double limit = 1e-4 * std::max(1.0, std::abs(wanted));
      if (is_byte(gemm.y.type)) {
        wanted =
            wanted / gemm.requantization.y_scale + static_cast<double>(gemm.requantization.y_zero);
        wanted = std::clamp(wanted, is_signed ? -128.0 : 0.0, is_signed ? 127.0 : 255.0);
        limit = 0.5001;
      }
      ASSERT_NEAR((*answer)[0].value_at(at), wanted, limit) << gemm.to_problem().to_string();
    }
  }
}

TEST(QuantizedGemm, EveryTacticIsWithinAQuantumOfThePlainAnswer) {
  const device::DeviceInfo info = device::make_cpu_device(2)->info();
  Random random(20261124);
  int64_t runs = 0;
  for (int i = 0; i < 150; ++i) {
    const QuantizedGemmProblem gemm = random_gemm(random);
    const Problem problem = gemm.to_problem();
    const auto inputs = testing::quantized_operands(problem, random);
    const auto expected = testing::run_tactic(*plain_tactic("quantized_gemm"), problem, "", inputs);
    ASSERT_TRUE(expected.ok()) << expected.error().message;
    for (const Tactic* tactic : tactics_of("quantized_gemm")) {
      if (tactic->source() == TacticSource::kPlain || !tactic->supports(problem, info)) continue;
      for (const std::string& config : tactic->configs(problem, info)) {
        const auto answer =
            testing::run_tactic(*tactic, problem, config, inputs, {1, 2, 4}, 1 + i % 2);
        ASSERT_TRUE(answer.ok()) << config << ": " << answer.error().message << problem.to_string();
        testing::expect_within_a_quantum(
            (*expected)[0], (*answer)[0],
            std::string(tactic->name()) + " " + config + " " + problem.to_string());
        ++runs;
      }
    }
  }
  EXPECT_GT(runs, 150);
}

TEST(QuantizedGemm, RefusesWhatIsNoQuantisedProduct) {
  Random random(5);
  const Problem good = random_gemm(random).to_problem();
  EXPECT_TRUE(QuantizedGemmProblem::from_problem(good).ok());
  Problem bad = good;
  bad.inputs[kQuantizedX].type = DataType::kInt16;
  EXPECT_FALSE(QuantizedGemmProblem::from_problem(bad).ok());
  bad = good;
  bad.inputs[kScale].shape = {tensor::Dim(1), tensor::Dim(2)};
  EXPECT_FALSE(QuantizedGemmProblem::from_problem(bad).ok());
  bad = good;
  bad.attributes.set("residual_scale", 0.0);
  EXPECT_FALSE(QuantizedGemmProblem::from_problem(bad).ok());
}

}  // namespace
}  // namespace nightjar::kernels
