// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// LSTM, GRU and RNN: all steps, the last state, and LSTM's cell.
#include "engine/network/rules/arguments.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

struct Cell {
  const char* type;
  int64_t gates;
  size_t most_inputs;
  size_t outputs;
};

constexpr Cell kCells[] = {{"LSTM", 4, 8, 3}, {"GRU", 3, 6, 2}, {"RNN", 1, 6, 2}};

Result<int64_t> direction_count(const Op& op) {
  const std::string direction = op.attributes.get_string("direction", "forward");
  if (direction == "forward" || direction == "reverse") return int64_t{1};
  if (direction == "bidirectional") return int64_t{2};
  return invalid_input("attribute 'direction' is '" + direction +
                       "', forward, reverse or bidirectional is wanted");
}

/// Checks W and R against X and returns the hidden size.
Result<Dim> hidden_size(const RuleInput& in, const Cell& cell, int64_t directions) {
  for (const size_t weights : {size_t{1}, size_t{2}}) {
    NIGHTJAR_TRY(expect_rank(in, weights, 3, 3));
  }
  const Shape &x = shape_of(in, 0), &w = shape_of(in, 1), &r = shape_of(in, 2);
  Dim hidden = r[2];
  if (in.op.attributes.has("hidden_size")) {
    NIGHTJAR_ASSIGN(hidden, agree(hidden, Dim(in.op.attributes.get_int("hidden_size", 0)),
                                  "hidden_size and weights"));
  }
  const auto inputs =
      agree(w, {Dim(directions), hidden * Dim(cell.gates), x[2]}, "W and its shape");
  if (!inputs.ok()) return inputs.error();
  const auto states =
      agree(r, {Dim(directions), hidden * Dim(cell.gates), hidden}, "R and its shape");
  if (!states.ok()) return states.error();
  return hidden;
}

Outputs infer_cell(const RuleInput& in, const Cell& cell) {
  NIGHTJAR_TRY(expect_inputs(in, 3, cell.most_inputs));
  NIGHTJAR_TRY(expect_rank(in, 0, 3, 3));
  NIGHTJAR_TRY(expect_same_type(in, 0, 3));
  NIGHTJAR_TRY(expect_float(in, 0));
  NIGHTJAR_ASSIGN(const int64_t directions, direction_count(in.op));
  NIGHTJAR_ASSIGN(const Dim hidden, hidden_size(in, cell, directions));
  const bool batch_first = in.op.attributes.get_int("layout", 0) != 0;
  const Shape& x = shape_of(in, 0);
  const Dim steps = x[batch_first ? 1 : 0], batch = x[batch_first ? 0 : 1], ways(directions);
  if (given(in, 3)) {
    const Dim biases = hidden * Dim(2 * cell.gates);
    const auto bias = agree(shape_of(in, 3), {ways, biases}, "B and its shape");
    if (!bias.ok()) return bias.error();
  }
  const Shape all =
      batch_first ? Shape{batch, steps, ways, hidden} : Shape{steps, ways, batch, hidden};
  const Shape last = batch_first ? Shape{batch, ways, hidden} : Shape{ways, batch, hidden};
  for (const size_t state : {size_t{5}, size_t{6}}) {
    if (!given(in, state)) continue;
    const auto initial = agree(shape_of(in, state), last, "initial state and its shape");
    if (!initial.ok()) return initial.error();
  }
  auto outputs = one_output(type_of(in, 0), all);
  while (outputs.size() < cell.outputs) {
    outputs.push_back({TensorDesc{type_of(in, 0), last}, std::nullopt});
  }
  return outputs;
}

}  // namespace

void add_recurrent_rules(RuleTable& table) {
  for (const Cell& cell : kCells) {
    table[cell.type] = [&cell](const RuleInput& in) { return infer_cell(in, cell); };
  }
}

}  // namespace nightjar::network::rules
