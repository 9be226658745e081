// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/pointwise/pointwise.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/pointwise/loops.h"
#include "kernels/pointwise/tactics.h"

#ifdef NIGHTJAR_HAS_CUDA
#include "kernels/pointwise/pointwise_cuda.h"
#endif

namespace nightjar::kernels {
namespace pointwise {
namespace {

using tensor::DataType;
using tensor::TensorDesc;

constexpr std::array<std::string_view, 4> kComputeNames = {"f32", "f64", "i64", "u64"};
constexpr std::array<std::string_view, 3> kPowerRoundings = {"up", "down", "nearest"};

bool is_known_type(DataType type) { return is_convertible(type) || is_small_number(type); }

Result<Narrowing> read_narrowing(const tensor::Attributes& attributes) {
  Narrowing narrowing;
  if (attributes.get_int("saturate", 1) == 0) narrowing.overflow = tensor::Overflow::kToSpecial;
  const std::string name = attributes.get_string("round_mode", "up");
  const auto found = std::find(kPowerRoundings.begin(), kPowerRoundings.end(), name);
  if (found == kPowerRoundings.end()) {
    return invalid_input(fmt::format("there is no round_mode '{}'.", name));
  }
  narrowing.power_rounding = static_cast<tensor::PowerRounding>(found - kPowerRoundings.begin());
  return narrowing;
}

void write_narrowing(const Narrowing& narrowing, tensor::Attributes& attributes) {
  if (narrowing.overflow != tensor::Overflow::kSaturate) {
    attributes.set("saturate", int64_t{0});
  }
  if (narrowing.power_rounding != tensor::PowerRounding::kUp) {
    const auto index = static_cast<size_t>(narrowing.power_rounding);
    attributes.set("round_mode", std::string(kPowerRoundings[index]));
  }
}

bool has_loop(Function function, Compute compute) {
  switch (compute) {
    case Compute::kFloat32:
      return loop_of<float>(function) != nullptr;
    case Compute::kFloat64:
      return loop_of<double>(function) != nullptr;
    case Compute::kInt64:
      return loop_of<int64_t>(function) != nullptr;
    case Compute::kUInt64:
      return loop_of<uint64_t>(function) != nullptr;
  }
  return false;
}

bool all_have_loops(const Expression& expression, Compute compute) {
  if (expression.kind() != Expression::Kind::kCall) return true;
  return has_loop(expression.function(), compute) &&
         std::all_of(expression.arguments().begin(), expression.arguments().end(),
                     [&](const Expression& e) { return all_have_loops(e, compute); });
}

bool supports(const Problem& problem) {
  const auto parsed = PointwiseProblem::from_problem(problem);
  if (!parsed.ok()) return false;
  const auto& inputs = parsed->inputs;
  return is_known_type(parsed->output.type) &&
         std::all_of(inputs.begin(), inputs.end(),
                     [](const TensorDesc& desc) { return is_known_type(desc.type); }) &&
         all_have_loops(parsed->expression, parsed->compute);
}

}  // namespace

Compute default_compute(const std::vector<TensorDesc>& inputs, const TensorDesc& output) {
  std::vector<DataType> types = {output.type};
  for (const TensorDesc& input : inputs) types.push_back(input.type);
  const auto any = [&](auto holds) { return std::any_of(types.begin(), types.end(), holds); };
  if (any([](DataType type) { return type == DataType::kFloat64; })) return Compute::kFloat64;
  if (any(tensor::is_float)) return Compute::kFloat32;
  if (any([](DataType type) { return type == DataType::kUInt64; })) return Compute::kUInt64;
  return Compute::kInt64;
}

Result<PointwiseProblem> PointwiseProblem::from_problem(const Problem& problem) {
  if (problem.outputs.size() != 1) return invalid_input("a pointwise problem has one output.");
  PointwiseProblem parsed;
  NIGHTJAR_ASSIGN(parsed.expression,
                  Expression::parse(problem.attributes.get_string("expression", "in0")));
  parsed.inputs = problem.inputs;
  parsed.output = problem.outputs[0];
  NIGHTJAR_ASSIGN(parsed.narrowing, read_narrowing(problem.attributes));
  if (parsed.expression.input_count() > parsed.inputs.size()) {
    return invalid_input(fmt::format(
        "pointwise expression '{}' reads in{}, but there are {} inputs.",
        parsed.expression.to_string(), parsed.expression.input_count() - 1, parsed.inputs.size()));
  }
  parsed.compute = default_compute(parsed.inputs, parsed.output);
  const std::string name = problem.attributes.get_string("compute", "");
  if (!name.empty()) {
    const auto found = std::find(kComputeNames.begin(), kComputeNames.end(), name);
    if (found == kComputeNames.end()) {
      return invalid_input(fmt::format("pointwise cannot compute in '{}'.", name));
    }
    parsed.compute = static_cast<Compute>(found - kComputeNames.begin());
  }
  return parsed;
}

Problem PointwiseProblem::to_problem() const {
  Problem problem;
  problem.family = "pointwise";
  problem.attributes.set("expression", expression.to_string());
  if (compute != default_compute(inputs, output)) {
    problem.attributes.set("compute", std::string(kComputeNames[static_cast<size_t>(compute)]));
  }
  write_narrowing(narrowing, problem.attributes);
  problem.inputs = inputs;
  problem.outputs = {output};
  return problem;
}

}  // namespace pointwise

void register_pointwise(std::vector<const Tactic*>& tactics) {
  static const PlainTactic kPlain("pointwise", pointwise::supports, pointwise::open_plain);
  tactics.push_back(&kPlain);
  tactics.push_back(pointwise_table_tactic());
  tactics.push_back(pointwise_bytes_tactic());
  tactics.push_back(pointwise_blocks_tactic());
#ifdef NIGHTJAR_HAS_CUDA
  tactics.push_back(pointwise::pointwise_cuda_table_tactic());
  tactics.push_back(pointwise::pointwise_nvrtc_tactic());
#endif
}

}  // namespace nightjar::kernels
