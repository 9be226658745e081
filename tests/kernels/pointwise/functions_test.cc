// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The float functions against the standard library in double.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <ostream>

#include "kernels/pointwise/pointwise.h"

namespace nightjar::kernels::pointwise {
namespace {

using tensor::DataType;
using tensor::HostTensor;
using Real = std::function<double(double)>;

std::vector<float> evaluate(const std::string& expression, const std::vector<float>& x) {
  const tensor::Dims dims = {static_cast<int64_t>(x.size())};
  PointwiseProblem problem;
  problem.expression = *Expression::parse(expression);
  problem.inputs = {{DataType::kFloat32, tensor::to_shape(dims)}};
  problem.output = problem.inputs[0];
  const std::vector<HostTensor> inputs = {HostTensor::of_floats(dims, x)};
  auto answers = plain_answer(problem.to_problem(), inputs);
  EXPECT_TRUE(answers.ok()) << expression;
  return (*answers)[0].to_floats();
}

std::vector<float> spread(double low, double high, int count = 4001) {
  std::vector<float> values;
  for (int i = 0; i < count; ++i) {
    values.push_back(static_cast<float>(low + (high - low) * i / (count - 1)));
  }
  return values;
}

struct Case {
  const char* expression;
  double low, high;
  Real truth;
  double tolerance = 4e-7;  ///< Relative.
};

void PrintTo(const Case& tested, std::ostream* out) {
  *out << tested.expression << " from " << tested.low << " to " << tested.high;
}

double gelu(double x) { return 0.5 * x * std::erfc(-x / std::sqrt(2.0)); }
double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
double softplus(double x) { return std::log1p(std::exp(-std::fabs(x))) + std::fmax(x, 0); }

class Functions : public ::testing::TestWithParam<Case> {};

TEST_P(Functions, AgreeWithTheLibrary) {
  const Case& c = GetParam();
  const std::vector<float> x = spread(c.low, c.high);
  const std::vector<float> y = evaluate(c.expression, x);
  for (size_t i = 0; i < x.size(); ++i) {
    const double wanted = c.truth(x[i]);
    EXPECT_NEAR(y[i], wanted, c.tolerance * std::fabs(wanted) + 1e-37)
        << c.expression << " of " << x[i];
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, Functions,
    ::testing::Values(
        Case{"exp(in0)", -87, 88, [](double x) { return std::exp(x); }},
        Case{"log(in0)", 1e-6, 4, [](double x) { return std::log(x); }},
        Case{"log(in0)", 1e-38, 1e38, [](double x) { return std::log(x); }},
        Case{"tanh(in0)", -10, 10, [](double x) { return std::tanh(x); }},
        Case{"tanh(in0)", -1e-3, 1e-3, [](double x) { return std::tanh(x); }},
        Case{"erf(in0)", -5, 5, [](double x) { return std::erf(x); }},
        Case{"erf(in0)", -1e-3, 1e-3, [](double x) { return std::erf(x); }},
        Case{"sigmoid(in0)", -80, 80, sigmoid}, Case{"gelu(in0)", -3, 10, gelu, 1e-6},
        Case{"gelu(in0)", -12, -3, gelu, 2e-5},
        Case{"silu(in0)", -60, 60, [](double x) { return x * sigmoid(x); }},
        Case{"softplus(in0)", -60, 60, softplus, 1e-6},
        Case{"mish(in0)", -30, 40, [](double x) { return x * std::tanh(softplus(x)); }, 1e-6},
        Case{"elu(in0, 1.5)", -20, 3, [](double x) { return x < 0 ? 1.5 * std::expm1(x) : x; }},
        Case{"celu(in0, 0.7)", -10, 3,
             [](double x) { return x < 0 ? 0.7f * std::expm1(x / 0.7f) : x; }, 1e-6},
        Case{"gelu_tanh(in0)", -3, 8,
             [](double x) {
               return 0.5 * x * (1 + std::tanh(std::sqrt(2 / M_PI) * (x + 0.044715 * x * x * x)));
             },
             3e-6}));

TEST(Functions, KeepNanAndInfinity) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float inf = std::numeric_limits<float>::infinity();
  for (const char* name : {"exp", "log", "tanh", "erf", "sigmoid", "gelu", "relu", "softplus",
                           "silu", "mish", "floor", "sqrt", "abs", "sign"}) {
    EXPECT_TRUE(std::isnan(evaluate(std::string(name) + "(in0)", {nan})[0])) << name;
  }
  EXPECT_EQ(evaluate("exp(in0)", {inf, -inf, 89.5f, -110.0f}),
            (std::vector<float>{inf, 0, inf, 0}));
  EXPECT_EQ(evaluate("log(in0)", {inf, 0.0f}), (std::vector<float>{inf, -inf}));
  EXPECT_TRUE(std::isnan(evaluate("log(in0)", {-1.0f})[0]));
  EXPECT_EQ(evaluate("tanh(in0)", {inf, -inf}), (std::vector<float>{1, -1}));
  EXPECT_EQ(evaluate("erf(in0)", {inf, -inf}), (std::vector<float>{1, -1}));
  EXPECT_EQ(evaluate("sigmoid(in0)", {inf, -inf}), (std::vector<float>{1, 0}));
}

TEST(Functions, RoundHalfToEven) {
  EXPECT_EQ(evaluate("round(in0)", {0.5f, 1.5f, 2.5f, -0.5f, -1.5f, 2.4f}),
            (std::vector<float>{0, 2, 2, 0, -2, 2}));
}

TEST(Functions, ModuloTakesTheSignItShould) {
  EXPECT_EQ(evaluate("mod(in0, 3)", {-4.0f, 4.0f, -3.0f}), (std::vector<float>{2, 1, 0}));
  EXPECT_EQ(evaluate("fmod(in0, 3)", {-4.0f, 4.0f}), (std::vector<float>{-1, 1}));
}

}  // namespace
}  // namespace nightjar::kernels::pointwise
