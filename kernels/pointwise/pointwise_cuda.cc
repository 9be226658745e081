// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// pointwise.own.nvrtc.v1: the expression as CUDA source, compiled at build for the device at hand.
#include "kernels/pointwise/pointwise_cuda.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kernels/common/convert.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/cuda/generated_source.h"
#include "kernels/pointwise/loops.h"
#include "kernels/pointwise/operand.h"
#include "kernels/pointwise/program.h"

namespace nightjar::kernels::pointwise {
namespace {

using tensor::Dims;

bool is_real(Compute compute) {
  return compute == Compute::kFloat32 || compute == Compute::kFloat64;
}

std::string_view type_of(Compute compute) {
  switch (compute) {
    case Compute::kFloat32:
      return "float";
    case Compute::kFloat64:
      return "double";
    case Compute::kInt64:
      return "i64";
    case Compute::kUInt64:
      return "u64";
  }
  return "";
}

/// A number exactly, in the type computed in.
std::string literal_of(double value, Compute compute) {
  if (!is_real(compute)) {
    int64_t whole = 0;
    load_function<int64_t>(tensor::DataType::kFloat64)(&value, 1, &whole);
    return fmt::format("C({}ull)", static_cast<uint64_t>(whole));
  }
  if (std::isnan(value)) return "C(__int_as_float(0x7fffffff))";
  if (std::isinf(value))
    return value < 0 ? "C(-__int_as_float(0x7f800000))" : "C(__int_as_float(0x7f800000))";
  return fmt::format("C({:a})", value);
}

std::string text_of(const Source& source, const Program& program, Compute compute) {
  if (source.kind == Source::Kind::kInput) return fmt::format("x{}", source.index);
  if (source.kind == Source::Kind::kSlot) return fmt::format("s{}", source.index);
  return literal_of(program.constants[source.index], compute);
}

bool has_loop(Function function, Compute compute) {
  switch (compute) {
    case Compute::kFloat32:
      return loop_of<float>(function) != nullptr;
    case Compute::kFloat64:
      return loop_of<double>(function) != nullptr;
    default:
      return loop_of<int64_t>(function) != nullptr;
  }
}

bool is_known(const Expression& expression, Compute compute) {
  if (expression.kind() != Expression::Kind::kCall) return true;
  return has_loop(expression.function(), compute) &&
         std::all_of(expression.arguments().begin(), expression.arguments().end(),
                     [&](const Expression& e) { return is_known(e, compute); });
}

Dims strides_over(const Dims& input, const Dims& output) {
  Dims strides(output.size(), 0);
  const Dims own = tensor::row_major_strides(input);
  const size_t lead = output.size() - input.size();
  for (size_t i = 0; i < input.size(); ++i) strides[lead + i] = input[i] == 1 ? 0 : own[i];
  return strides;
}

class NvrtcPointwiseTactic final : public cuda::CudaTactic {
 public:
  std::string_view name() const override { return "pointwise.own.nvrtc.v1"; }
  std::string_view family() const override { return "pointwise"; }

  Result<Prepared> prepare(const Problem& problem, const std::string&,
                           std::span<const tensor::HostTensor>,
                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const auto parsed, PointwiseProblem::from_problem(problem));
    return cuda::prepare_elementwise(source_of(parsed), device);
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string&,
                                           std::span<const std::byte> blob,
                                           device::Device&) const override {
    NIGHTJAR_ASSIGN(const auto parsed, PointwiseProblem::from_problem(problem));
    cuda::ElementwiseWalk walk;
    walk.extents = dims_of(parsed.output);
    std::vector<tensor::DataType> types;
    for (const tensor::TensorDesc& input : parsed.inputs) {
      NIGHTJAR_TRY(broadcast_axes(dims_of(input), walk.extents));
      walk.strides.push_back(strides_over(dims_of(input), walk.extents));
      types.push_back(input.type);
    }
    types.push_back(parsed.output.type);
    return cuda::open_elementwise(types, std::move(walk), blob);
  }

 protected:
  bool solves(const Problem& problem) const override {
    const auto parsed = PointwiseProblem::from_problem(problem);
    return parsed.ok() && parsed->inputs.size() <= cuda::kMaxElementwiseInputs &&
           parsed->output.shape.size() <= cuda::ElementwiseWalk::kMaxAxes &&
           cuda::is_generated_type(parsed->output.type) &&
           std::all_of(parsed->inputs.begin(), parsed->inputs.end(),
                       [](const auto& desc) { return cuda::is_generated_type(desc.type); }) &&
           is_known(parsed->expression, parsed->compute);
  }
};

}  // namespace

cuda::ElementwiseSource source_of(const PointwiseProblem& problem) {
  const Program program = compile(problem.expression, is_real(problem.compute));
  cuda::ElementwiseSource source;
  source.compute = type_of(problem.compute);
  for (uint32_t slot = 0; slot < program.slot_count; ++slot) {
    source.body += fmt::format("C s{}; ", slot);
  }
  for (const Instruction& instruction : program.instructions) {
    const FunctionInfo& info = info_of(instruction.function);
    std::string arguments;
    for (int i = 0; i < info.arity; ++i) {
      arguments += (i == 0 ? "" : ", ") +
                   text_of(instruction.sources[static_cast<size_t>(i)], program, problem.compute);
    }
    source.body += fmt::format("s{} = f_{}<C>({}); ", instruction.target, info.name, arguments);
  }
  source.body += fmt::format("result = {};", text_of(program.result, program, problem.compute));
  for (const tensor::TensorDesc& input : problem.inputs) source.inputs.push_back(input.type);
  source.output = problem.output.type;
  return source;
}

const Tactic* pointwise_nvrtc_tactic() {
  static const NvrtcPointwiseTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels::pointwise
