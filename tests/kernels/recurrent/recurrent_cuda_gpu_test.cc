// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/recurrent/recurrent.h"
#include "tests/kernels/cuda_harness.h"

namespace nightjar::kernels::testing {
namespace {

using tensor::DataType;
using tensor::Dims;

constexpr const char* kName = "recurrent.own.sequence.v1";

class RecurrentOnGpu : public CudaTactics {
 protected:
  /// Five steps of three sequences, everything present.
  static RecurrentProblem cell(CellKind kind, Direction direction, DataType type,
                               bool batch_first) {
    constexpr int64_t kSteps = 5, kBatch = 3, kInputs = 7, kHidden = 12;
    RecurrentProblem problem;
    problem.cell = kind;
    problem.direction = direction;
    problem.batch_first = batch_first;
    const int64_t d = problem.directions(), rows = problem.gates() * kHidden;
    const Dims state = batch_first ? Dims{kBatch, d, kHidden} : Dims{d, kBatch, kHidden};
    problem.inputs = {
        describe(type, batch_first ? Dims{kBatch, kSteps, kInputs} : Dims{kSteps, kBatch, kInputs}),
        describe(type, {d, rows, kInputs}),
        describe(type, {d, rows, kHidden}),
        describe(type, {d, 2 * rows}),
        describe(DataType::kInt32, {kBatch}),
        describe(type, state),
        {},
        {}};
    problem.outputs = {describe(type, batch_first ? Dims{kBatch, kSteps, d, kHidden}
                                                  : Dims{kSteps, d, kBatch, kHidden}),
                       describe(type, state),
                       {}};
    if (kind == CellKind::kLstm) {
      problem.inputs[6] = describe(type, state);
      problem.inputs[7] = describe(type, {d, 3 * kHidden});
      problem.outputs[2] = describe(type, state);
    }
    return problem;
  }

  void expect(const RecurrentProblem& recurrent) {
    const Problem problem = recurrent.to_problem();
    auto inputs = random_operands(problem, random_);
    inputs[4] = tensor::HostTensor(DataType::kInt32, {3});
    for (int64_t b = 0; b < 3; ++b) inputs[4].set_integer(b, 5 - 2 * b);
    expect_agreement(kName, problem, {}, inputs);
  }
};

TEST_F(RecurrentOnGpu, EveryCellDirectionAndOrder) {
  for (const CellKind kind : {CellKind::kLstm, CellKind::kGru, CellKind::kRnn}) {
    for (const Direction direction :
         {Direction::kForward, Direction::kReverse, Direction::kBidirectional}) {
      for (const bool batch_first : {false, true}) {
        expect(cell(kind, direction, DataType::kFloat32, batch_first));
      }
    }
    expect(cell(kind, Direction::kBidirectional, DataType::kFloat16, false));
  }
}

TEST_F(RecurrentOnGpu, Variants) {
  RecurrentProblem gru = cell(CellKind::kGru, Direction::kForward, DataType::kFloat32, false);
  gru.linear_before_reset = true;
  gru.clip = 0.4;
  expect(gru);
  RecurrentProblem lstm = cell(CellKind::kLstm, Direction::kForward, DataType::kFloat32, false);
  lstm.input_forget = true;
  expect(lstm);
  RecurrentProblem rnn = cell(CellKind::kRnn, Direction::kForward, DataType::kFloat32, false);
  rnn.activations = {"Relu"};
  expect(rnn);
  rnn.activations = {"Elu"};
  EXPECT_FALSE(supports(kName, rnn.to_problem()));
}

}  // namespace
}  // namespace nightjar::kernels::testing
