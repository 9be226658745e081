// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// LSTM, GRU and RNN.
#include "kernels/recurrent/recurrent.h"

#include "engine/lower/rules/rule.h"

namespace nightjar::lower::rules {
namespace {

using kernels::CellKind;
using kernels::Direction;

Result<Direction> direction_of(const Lowering& lowering) {
  const std::string name = lowering.attributes().get_string("direction", "forward");
  for (const auto known : {Direction::kForward, Direction::kReverse, Direction::kBidirectional}) {
    if (name == kernels::name_of(known)) return known;
  }
  return lowering.refuse("attribute 'direction' is '" + name + "'");
}

Result<LoweredOp> lower_recurrent(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  const std::string& type = lowering.op().type;
  const auto& attributes = lowering.attributes();
  kernels::RecurrentProblem problem;
  problem.cell =
      type == "LSTM" ? CellKind::kLstm : (type == "GRU" ? CellKind::kGru : CellKind::kRnn);
  NIGHTJAR_ASSIGN(problem.direction, direction_of(lowering));
  problem.batch_first = attributes.get_int("layout", 0) != 0;
  problem.input_forget = attributes.get_int("input_forget", 0) != 0;
  problem.linear_before_reset = attributes.get_int("linear_before_reset", 0) != 0;
  problem.clip = attributes.get_float("clip", 0);
  problem.activations = attributes.get_strings("activations");
  problem.alphas = attributes.get_floats("activation_alpha");
  problem.betas = attributes.get_floats("activation_beta");
  std::vector<Argument> inputs, outputs;
  for (size_t i = 0; i < 8; ++i) inputs.push_back(lowering.input_argument(i));
  for (size_t i = 0; i < 3; ++i) outputs.push_back(lowering.output_argument(i));
  lowering.add_step(problem.to_problem(), inputs, outputs);
  return lowering.take();
}

}  // namespace

void add_recurrent_rules(RuleTable& table) {
  for (const char* type : {"LSTM", "GRU", "RNN"}) table[type] = {lower_recurrent, nullptr};
}

}  // namespace nightjar::lower::rules
