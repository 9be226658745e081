// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/grid_sample/grid_sample.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"

namespace nightjar::kernels {
namespace {

constexpr std::array<std::string_view, 3> kModes = {"nearest", "linear", "cubic"};
constexpr std::array<std::string_view, 3> kPaddings = {"zeros", "border", "reflection"};

template <typename Enum>
Result<Enum> from_name(const std::array<std::string_view, 3>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return invalid_input(fmt::format("grid_sample knows no '{}'.", name));
  return static_cast<Enum>(found - names.begin());
}

bool supports(const Problem& problem) { return GridSampleProblem::from_problem(problem).ok(); }

}  // namespace

Result<SampleMode> sample_mode_from_name(const std::string& name) {
  return from_name<SampleMode>(kModes, name);
}
Result<SamplePadding> sample_padding_from_name(const std::string& name) {
  return from_name<SamplePadding>(kPaddings, name);
}

Result<GridSampleProblem> GridSampleProblem::from_problem(const Problem& problem) {
  if (problem.inputs.size() != 2 || problem.outputs.size() != 1) {
    return invalid_input("grid_sample takes two inputs and gives one output.");
  }
  const auto& attributes = problem.attributes;
  GridSampleProblem parsed;
  NIGHTJAR_ASSIGN(parsed.mode, sample_mode_from_name(attributes.get_string("mode", "linear")));
  NIGHTJAR_ASSIGN(parsed.padding,
                  sample_padding_from_name(attributes.get_string("padding", "zeros")));
  parsed.align_corners = attributes.get_int("align_corners", 0) != 0;
  parsed.x = problem.inputs[0];
  parsed.grid = problem.inputs[1];
  parsed.y = problem.outputs[0];
  const size_t rank = parsed.x.shape.size();
  const bool fits = rank >= 3 && rank <= 5 && parsed.grid.shape.size() == rank &&
                    parsed.y.shape.size() == rank && is_convertible(parsed.x.type) &&
                    parsed.y.type == parsed.x.type && is_convertible(parsed.grid.type) &&
                    tensor::is_float(parsed.grid.type);
  if (!fits) return invalid_input("grid_sample cannot do " + problem.to_string() + ".");
  return parsed;
}

Problem GridSampleProblem::to_problem() const {
  Problem problem{.family = "grid_sample", .attributes = {}, .inputs = {x, grid}, .outputs = {y}};
  problem.attributes.set("mode", std::string(kModes[static_cast<size_t>(mode)]));
  problem.attributes.set("padding", std::string(kPaddings[static_cast<size_t>(padding)]));
  if (align_corners) problem.attributes.set("align_corners", int64_t{1});
  return problem;
}

void register_grid_sample(std::vector<const Tactic*>& tactics) {
  static const PlainTactic kPlain("grid_sample", supports, grid_sample::open_plain);
  tactics.push_back(&kPlain);
}

}  // namespace nightjar::kernels
