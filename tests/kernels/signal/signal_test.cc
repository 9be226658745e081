// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/signal/signal.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>

#include "kernels/signal/fourier.h"
#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using Complex = std::complex<double>;
using kernels::testing::describe;
using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;

std::vector<Complex> noise(int64_t count) {
  std::vector<Complex> values;
  for (int64_t i = 0; i < count; ++i) {
    values.emplace_back(std::sin(static_cast<double>(i * i % 17)),
                        std::cos(static_cast<double>(3 * i)));
  }
  return values;
}

/// The definition, sum by sum.
std::vector<Complex> transformed(const std::vector<Complex>& from) {
  const auto count = static_cast<double>(from.size());
  std::vector<Complex> to(from.size());
  for (size_t k = 0; k < from.size(); ++k) {
    for (size_t n = 0; n < from.size(); ++n) {
      const double turn = static_cast<double>(k * n % from.size()) / count;
      to[k] += from[n] * std::polar(1.0, -2 * std::numbers::pi * turn);
    }
  }
  return to;
}

HostTensor run(SignalProblem problem, const std::vector<HostTensor>& inputs, const Dims& to) {
  for (const HostTensor& input : inputs) {
    problem.inputs.push_back(input.defined() ? describe(input.type(), input.dims())
                                             : tensor::TensorDesc{});
  }
  problem.output = describe(DataType::kFloat32, to);
  auto answers = plain_answer(problem.to_problem(), inputs);
  EXPECT_TRUE(answers.ok()) << answers.error().message;
  return answers.ok() ? answers->front() : HostTensor(DataType::kFloat32, to);
}

SignalProblem dft(int64_t axis, int64_t length) {
  SignalProblem problem;
  problem.axis = axis;
  problem.length = length;
  return problem;
}

TEST(Fourier, AgreesWithTheDefinitionForAnyLength) {
  for (const int64_t length : {1, 2, 3, 5, 8, 12, 17, 64, 97, 100}) {
    std::vector<Complex> line = noise(length);
    const std::vector<Complex> wanted = transformed(line);
    const signal::Fourier fourier(length);
    std::vector<Complex> scratch(static_cast<size_t>(fourier.scratch_count()));
    fourier.transform(line.data(), scratch.data());
    for (size_t k = 0; k < line.size(); ++k) {
      EXPECT_NEAR(std::abs(line[k] - wanted[k]), 0, 1e-10) << length << " at " << k;
    }
  }
}

TEST(Signal, TransformsAlongAnyAxisAndBack) {
  std::vector<float> values;
  for (int i = 0; i < 2 * 6 * 3 * 2; ++i) values.push_back(std::sin(static_cast<float>(i)));
  const Dims dims = {2, 6, 3, 2};
  const HostTensor x = HostTensor::of_floats(dims, values);
  const HostTensor there = run(dft(1, 6), {x}, dims);
  SignalProblem inverse = dft(1, 6);
  inverse.inverse = true;
  const HostTensor back = run(inverse, {there}, dims);
  for (size_t i = 0; i < values.size(); ++i) EXPECT_NEAR(back.as<float>()[i], values[i], 1e-6);
  EXPECT_GT(std::abs(there.as<float>()[0] - values[0]), 1e-3);
}

TEST(Signal, HalfASpectrumGivesTheRealSignalBack) {
  for (const int64_t length : {6, 7}) {
    std::vector<float> values;
    for (int64_t i = 0; i < length; ++i) values.push_back(std::cos(static_cast<float>(i * i)));
    SignalProblem problem = dft(1, length);
    problem.onesided = true;
    const HostTensor half =
        run(problem, {HostTensor::of_floats({1, length, 1}, values)}, {1, length / 2 + 1, 2});
    problem.inverse = true;
    const HostTensor back = run(problem, {half}, {1, length, 1});
    for (size_t i = 0; i < values.size(); ++i) EXPECT_NEAR(back.as<float>()[i], values[i], 1e-6);
  }
}

TEST(Signal, CutsOrFillsToTheLength) {
  const HostTensor x = HostTensor::of_floats({1, 3, 1}, {1, 2, 4});
  EXPECT_EQ(run(dft(1, 2), {x}, {1, 2, 2}).to_floats(), (std::vector<float>{3, 0, -1, 0}));
  EXPECT_EQ(run(dft(1, 4), {x}, {1, 4, 2}).to_floats()[0], 7);
}

TEST(Signal, FramesOverlapUnderTheirWindow) {
  const HostTensor x = HostTensor::of_floats({1, 6, 1}, {1, 2, 3, 4, 5, 6});
  SignalProblem problem;
  problem.kind = SignalKind::kFrames;
  problem.length = 4;
  problem.step = 2;
  problem.onesided = true;
  const HostTensor window = HostTensor::of_floats({4}, {1, 0, 0, 2});
  const HostTensor y = run(problem, {x, window}, {1, 2, 3, 2});
  // Bin 0 is the sum of the windowed frame, bin 2 the sum with alternating signs.
  EXPECT_FLOAT_EQ(y.as<float>()[0], 1 + 8);
  EXPECT_FLOAT_EQ(y.as<float>()[4], 1 - 8);
  EXPECT_FLOAT_EQ(y.as<float>()[6], 3 + 12);
}

TEST(Signal, MelTrianglesPeakAtOne) {
  SignalProblem problem;
  problem.kind = SignalKind::kMelWeights;
  problem.length = 64;
  problem.sample_rate = 8000;
  problem.high = 4000;
  const HostTensor weights = run(problem, {}, {33, 4});
  for (int bin = 0; bin < 4; ++bin) {
    float top = 0;
    for (int row = 0; row < 33; ++row) {
      const float weight = weights.as<float>()[static_cast<size_t>(row * 4 + bin)];
      EXPECT_GE(weight, 0);
      top = std::max(top, weight);
    }
    EXPECT_FLOAT_EQ(top, 1);
  }
}

TEST(Signal, RefusesWhatDoesNotBelongTogether) {
  SignalProblem problem = dft(1, 4);
  problem.inputs = {describe(DataType::kFloat32, {1, 4, 3})};
  problem.output = describe(DataType::kFloat32, {1, 4, 2});
  const std::vector<HostTensor> x = {HostTensor(DataType::kFloat32, {1, 4, 3})};
  EXPECT_FALSE(plain_answer(problem.to_problem(), x).ok());
  problem.axis = 2;
  EXPECT_FALSE(SignalProblem::from_problem(problem.to_problem()).ok());
  problem = dft(0, 0);
  problem.inputs = {describe(DataType::kFloat32, {4, 1})};
  problem.output = describe(DataType::kFloat32, {4, 2});
  EXPECT_FALSE(SignalProblem::from_problem(problem.to_problem()).ok());
}

}  // namespace
}  // namespace nightjar::kernels
