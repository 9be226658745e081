// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/recurrent/recurrent.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/kernels/index_walk.h"
#include "tests/kernels/recurrent/cell_definition.h"
#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using kernels::testing::CellState;
using kernels::testing::CellWeights;
using kernels::testing::describe;
using kernels::testing::position_of;
using kernels::testing::Random;
using kernels::testing::Vector;
using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;

constexpr int64_t kSteps = 5, kBatch = 3, kInputs = 4, kHidden = 18;

/// Every operand given but the lengths.
RecurrentProblem described(CellKind cell, Direction direction, bool batch_first) {
  RecurrentProblem problem;
  problem.cell = cell;
  problem.direction = direction;
  problem.batch_first = batch_first;
  const int64_t ways = problem.directions(), rows = problem.gates() * kHidden;
  const auto floats = [](const Dims& dims) { return describe(DataType::kFloat32, dims); };
  const auto state =
      batch_first ? floats({kBatch, ways, kHidden}) : floats({ways, kBatch, kHidden});
  problem.inputs = {
      batch_first ? floats({kBatch, kSteps, kInputs}) : floats({kSteps, kBatch, kInputs}),
      floats({ways, rows, kInputs}),
      floats({ways, rows, kHidden}),
      floats({ways, 2 * rows}),
      {},
      state,
      cell == CellKind::kLstm ? state : tensor::TensorDesc{},
      cell == CellKind::kLstm ? floats({ways, 3 * kHidden}) : tensor::TensorDesc{}};
  problem.outputs = {batch_first ? floats({kBatch, kSteps, ways, kHidden})
                                 : floats({kSteps, ways, kBatch, kHidden}),
                     state, cell == CellKind::kLstm ? state : tensor::TensorDesc{}};
  return problem;
}

/// The part of an operand that belongs to one direction.
Vector part(const HostTensor& operand, int64_t direction, int64_t directions) {
  Vector values;
  if (!operand.defined()) return values;
  const int64_t count = operand.count() / directions;
  for (int64_t i = 0; i < count; ++i) values.push_back(operand.value_at(direction * count + i));
  return values;
}

CellWeights weights_of(const RecurrentProblem& problem, const std::vector<HostTensor>& in,
                       int64_t direction) {
  CellWeights weights;
  weights.kind = problem.cell;
  weights.inputs = kInputs;
  weights.hidden = kHidden;
  weights.w = part(in[1], direction, problem.directions());
  weights.r = part(in[2], direction, problem.directions());
  weights.bias = part(in[3], direction, problem.directions());
  weights.peepholes = part(in[7], direction, problem.directions());
  weights.linear_before_reset = problem.linear_before_reset;
  weights.input_forget = problem.input_forget;
  return weights;
}

/// `kHidden` elements from the position of `outer` on.
Vector row(const HostTensor& tensor, Dims outer, int64_t width) {
  Vector values;
  outer.push_back(0);
  const int64_t first = position_of(tensor.dims(), outer);
  for (int64_t i = 0; i < width; ++i) values.push_back(tensor.value_at(first + i));
  return values;
}

void expect_row(const HostTensor& tensor, const Dims& outer, const Vector& wanted) {
  const Vector given = row(tensor, outer, static_cast<int64_t>(wanted.size()));
  for (size_t i = 0; i < wanted.size(); ++i) ASSERT_NEAR(given[i], wanted[i], 2e-6);
}

void expect_sequence(const RecurrentProblem& problem, const std::vector<HostTensor>& in,
                     const std::vector<HostTensor>& out, int64_t direction, int64_t b,
                     int64_t length) {
  const bool first = problem.batch_first;
  const CellWeights weights = weights_of(problem, in, direction);
  const Dims state_at = first ? Dims{b, direction} : Dims{direction, b};
  CellState state{row(in[5], state_at, kHidden), Vector(kHidden, 0)};
  if (in[6].defined()) state.c = row(in[6], state_at, kHidden);
  const bool backwards = problem.direction == Direction::kReverse || direction == 1;
  for (int64_t i = 0; i < length; ++i) {
    const int64_t t = backwards ? length - 1 - i : i;
    state = kernels::testing::step(weights, row(in[0], first ? Dims{b, t} : Dims{t, b}, kInputs),
                                   state);
    expect_row(out[0], first ? Dims{b, t, direction} : Dims{t, direction, b}, state.h);
  }
  for (int64_t t = length; t < kSteps; ++t) {
    expect_row(out[0], first ? Dims{b, t, direction} : Dims{t, direction, b}, Vector(kHidden, 0));
  }
  expect_row(out[1], state_at, state.h);
  if (out[2].defined()) expect_row(out[2], state_at, state.c);
}

void expect_cell(RecurrentProblem problem, const std::vector<int32_t>& lengths, int threads = 1) {
  if (!lengths.empty()) problem.inputs[4] = describe(DataType::kInt32, {kBatch});
  Random random(23);
  auto inputs = kernels::testing::random_operands(problem.to_problem(), random);
  if (!lengths.empty()) inputs[4] = HostTensor::of<int32_t>(DataType::kInt32, {kBatch}, lengths);
  const auto answers = kernels::testing::run_tactic(*plain_tactic("recurrent"),
                                                    problem.to_problem(), "", inputs, {}, threads);
  ASSERT_TRUE(answers.ok()) << answers.error().message;
  for (int64_t direction = 0; direction < problem.directions(); ++direction) {
    for (int64_t b = 0; b < kBatch; ++b) {
      const int64_t length = lengths.empty() ? kSteps : lengths[static_cast<size_t>(b)];
      expect_sequence(problem, inputs, *answers, direction, b, length);
    }
  }
}

TEST(Recurrent, RunsEveryCellInEveryDirection) {
  for (const CellKind cell : {CellKind::kLstm, CellKind::kGru, CellKind::kRnn}) {
    for (const Direction direction :
         {Direction::kForward, Direction::kReverse, Direction::kBidirectional}) {
      for (const bool batch_first : {false, true}) {
        expect_cell(described(cell, direction, batch_first), {});
      }
    }
  }
}

TEST(Recurrent, StopsAtTheEndOfASequence) {
  expect_cell(described(CellKind::kLstm, Direction::kBidirectional, false), {5, 0, 2});
  expect_cell(described(CellKind::kGru, Direction::kReverse, false), {1, 5, 3}, 3);
}

TEST(Recurrent, ObeysItsSwitches) {
  RecurrentProblem problem = described(CellKind::kGru, Direction::kForward, false);
  problem.linear_before_reset = true;
  expect_cell(problem, {});
  problem = described(CellKind::kLstm, Direction::kForward, false);
  problem.input_forget = true;
  problem.inputs[3] = {};
  problem.inputs[7] = {};
  expect_cell(problem, {});
}

/// The answer of an RNN with one input, one hidden unit and one step, whose gate sums to `sum`.
double one_unit(const std::string& activation, double sum, double clip) {
  RecurrentProblem problem;
  problem.cell = CellKind::kRnn;
  problem.activations = {activation};
  problem.clip = clip;
  const auto unit = describe(DataType::kFloat32, {1, 1, 1});
  problem.inputs = {unit, unit, unit, {}, {}, {}, {}, {}};
  problem.outputs = {{}, unit, {}};
  const HostTensor one = HostTensor::of_floats({1, 1, 1}, {1});
  const HostTensor x = HostTensor::of_floats({1, 1, 1}, {static_cast<float>(sum)});
  const std::vector<HostTensor> inputs = {x, one, one, {}, {}, {}, {}, {}};
  const auto answers = plain_answer(problem.to_problem(), inputs);
  EXPECT_TRUE(answers.ok()) << answers.error().message;
  return (*answers)[1].value_at(0);
}

TEST(Recurrent, AppliesTheActivationsItIsGiven) {
  EXPECT_FLOAT_EQ(one_unit("Relu", -2, 0), 0);
  EXPECT_FLOAT_EQ(one_unit("relu", 2, 0), 2);
  EXPECT_FLOAT_EQ(one_unit("LeakyRelu", -2, 0), -0.02f);
  EXPECT_FLOAT_EQ(one_unit("HardSigmoid", 1, 0), 0.7f);
  EXPECT_FLOAT_EQ(one_unit("Affine", 3, 0), 3);
  EXPECT_FLOAT_EQ(one_unit("Softsign", 1, 0), 0.5f);
  EXPECT_FLOAT_EQ(one_unit("Affine", 3, 1.5), 1.5f);
}

TEST(Recurrent, RefusesWhatItDoesNotKnow) {
  RecurrentProblem problem = described(CellKind::kRnn, Direction::kForward, false);
  const device::DeviceInfo info;
  EXPECT_TRUE(plain_tactic("recurrent")->supports(problem.to_problem(), info));
  problem.activations = {"Unheard"};
  EXPECT_FALSE(plain_tactic("recurrent")->supports(problem.to_problem(), info));
  problem = described(CellKind::kRnn, Direction::kForward, false);
  problem.inputs[2] = describe(DataType::kFloat32, {1, kHidden, kHidden + 1});
  Random random(2);
  const auto inputs = kernels::testing::random_operands(problem.to_problem(), random);
  EXPECT_FALSE(plain_answer(problem.to_problem(), inputs).ok());
}

}  // namespace
}  // namespace nightjar::kernels
