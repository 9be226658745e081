// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/recurrent/recurrent.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/recurrent/cell_activation.h"
#include "kernels/recurrent/recurrent_plain.h"

#ifdef NIGHTJAR_HAS_CUDA
#include "kernels/recurrent/recurrent_cuda.h"
#endif

namespace nightjar::kernels {
namespace {

using tensor::DataType;

constexpr std::array<std::string_view, 3> kCells = {"lstm", "gru", "rnn"};
constexpr std::array<std::string_view, 3> kDirections = {"forward", "reverse", "bidirectional"};
constexpr size_t kLengths = 4;

template <typename Enum>
Result<Enum> from_name(const std::array<std::string_view, 3>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return invalid_input(fmt::format("recurrent knows no '{}'.", name));
  return static_cast<Enum>(found - names.begin());
}

Status check_types(const RecurrentProblem& problem) {
  for (size_t i = 0; i < problem.inputs.size(); ++i) {
    if (!problem.has_input(i)) {
      if (i > 2) continue;
      return invalid_input("recurrent: x, w and r must be given.");
    }
    const DataType type = problem.inputs[i].type;
    const bool fits =
        i == kLengths ? type == DataType::kInt32 : tensor::is_float(type) && is_convertible(type);
    if (!fits) return invalid_input(fmt::format("recurrent: input {} is of a wrong type.", i));
  }
  return {};
}

bool supports(const Problem& problem) {
  const auto parsed = RecurrentProblem::from_problem(problem);
  return parsed.ok() && recurrent::cell_activations(*parsed).ok();
}

}  // namespace

std::string_view name_of(CellKind kind) { return kCells[static_cast<size_t>(kind)]; }
std::string_view name_of(Direction direction) {
  return kDirections[static_cast<size_t>(direction)];
}

int64_t RecurrentProblem::gates() const {
  if (cell == CellKind::kLstm) return 4;
  return cell == CellKind::kGru ? 3 : 1;
}

Result<RecurrentProblem> RecurrentProblem::from_problem(const Problem& problem) {
  if (problem.inputs.size() != 8 || problem.outputs.size() != 3) {
    return invalid_input("recurrent takes eight inputs and gives three outputs.");
  }
  const auto& attributes = problem.attributes;
  RecurrentProblem parsed;
  NIGHTJAR_ASSIGN(parsed.cell, from_name<CellKind>(kCells, attributes.get_string("cell", "")));
  NIGHTJAR_ASSIGN(parsed.direction,
                  from_name<Direction>(kDirections, attributes.get_string("direction", "forward")));
  parsed.batch_first = attributes.get_int("batch_first", 0) != 0;
  parsed.input_forget = attributes.get_int("input_forget", 0) != 0;
  parsed.linear_before_reset = attributes.get_int("linear_before_reset", 0) != 0;
  parsed.clip = attributes.get_float("clip", 0);
  parsed.activations = attributes.get_strings("activations");
  parsed.alphas = attributes.get_floats("activation_alpha");
  parsed.betas = attributes.get_floats("activation_beta");
  parsed.inputs = problem.inputs;
  parsed.outputs = problem.outputs;
  NIGHTJAR_TRY(check_types(parsed));
  return parsed;
}

Problem RecurrentProblem::to_problem() const {
  Problem problem{.family = "recurrent", .attributes = {}, .inputs = inputs, .outputs = outputs};
  auto& attributes = problem.attributes;
  attributes.set("cell", std::string(name_of(cell)));
  attributes.set("direction", std::string(name_of(direction)));
  if (batch_first) attributes.set("batch_first", int64_t{1});
  if (input_forget) attributes.set("input_forget", int64_t{1});
  if (linear_before_reset) attributes.set("linear_before_reset", int64_t{1});
  if (clip != 0) attributes.set("clip", clip);
  if (!activations.empty()) attributes.set("activations", activations);
  if (!alphas.empty()) attributes.set("activation_alpha", alphas);
  if (!betas.empty()) attributes.set("activation_beta", betas);
  return problem;
}

void register_recurrent(std::vector<const Tactic*>& tactics) {
  static const PlainTactic kPlain("recurrent", supports, recurrent::open_plain);
  tactics.push_back(&kPlain);
#ifdef NIGHTJAR_HAS_CUDA
  tactics.push_back(recurrent_cuda_tactic());
#endif
}

}  // namespace nightjar::kernels
