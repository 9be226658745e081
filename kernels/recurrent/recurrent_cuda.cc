// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// recurrent.own.sequence.v1: a block a sequence, for cells of sigmoid, tanh and relu.
#include "kernels/recurrent/recurrent_cuda.h"

#include <optional>

#include "kernels/common/plain_tactic.h"
#include "kernels/cuda/contraction_launch.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/recurrent/cell_activation.h"
#include "kernels/recurrent/recurrent.h"
#include "kernels/recurrent/recurrent_cuda_kernels.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;

constexpr const char* kName = "recurrent.own.sequence.v1";
constexpr size_t kLengths = 4;
/// What every GPU since sm_80 has for one block.
constexpr int64_t kMostSharedBytes = 96 * 1024;

std::optional<cuda::CellFunction> function_of(const recurrent::CellActivation& activation) {
  const bool is_scaled =
      activation.is_affine || activation.input_factor != 1 || activation.output_factor != 1;
  if (is_scaled) return std::nullopt;
  switch (activation.function) {
    case pointwise::Function::kSigmoid:
      return cuda::CellFunction::kSigmoid;
    case pointwise::Function::kTanh:
      return cuda::CellFunction::kTanh;
    case pointwise::Function::kRelu:
      return cuda::CellFunction::kRelu;
    default:
      return std::nullopt;
  }
}

bool has_one_type(const RecurrentProblem& problem) {
  const DataType type = problem.inputs[0].type;
  const auto differs = [&](const tensor::TensorDesc& desc) {
    return desc.type != DataType::kUndefined && desc.type != type;
  };
  for (size_t i = 0; i < problem.inputs.size(); ++i) {
    if (i != kLengths && differs(problem.inputs[i])) return false;
  }
  for (const tensor::TensorDesc& output : problem.outputs) {
    if (differs(output)) return false;
  }
  return cuda::element_of(type).has_value();
}

Result<cuda::Recurrent> cell_of(const RecurrentProblem& problem) {
  cuda::Recurrent cell;
  cell.cell = static_cast<cuda::RecurrentCell>(problem.cell);
  cell.directions = static_cast<int32_t>(problem.directions());
  cell.gates = static_cast<int32_t>(problem.gates());
  cell.is_reverse = problem.direction == Direction::kReverse;
  cell.batch_first = problem.batch_first;
  cell.input_forget = problem.input_forget;
  cell.linear_before_reset = problem.linear_before_reset;
  cell.clip = static_cast<float>(problem.clip);
  NIGHTJAR_ASSIGN(const auto activations, recurrent::cell_activations(problem));
  const size_t each = activations.size() / static_cast<size_t>(cell.directions);
  for (size_t i = 0; i < activations.size(); ++i) {
    const auto function = function_of(activations[i]);
    if (!function) return unsupported("the cell has an activation of another kind.");
    cell.functions[i / each][i % each] = *function;
  }
  return cell;
}

bool solves(const Problem& problem) {
  const auto parsed = RecurrentProblem::from_problem(problem);
  if (!parsed.ok() || !has_one_type(*parsed) || !cell_of(*parsed).ok()) return false;
  const auto inputs = parsed->inputs[1].shape.back().constant();
  const auto hidden = parsed->inputs[2].shape.back().constant();
  if (!inputs || !hidden) return false;
  cuda::Recurrent sized;
  sized.gates = static_cast<int32_t>(parsed->gates());
  sized.inputs = static_cast<int32_t>(*inputs);
  sized.hidden = static_cast<int32_t>(*hidden);
  return cuda::recurrent_shared_bytes(sized) <= kMostSharedBytes;
}

Result<std::unique_ptr<Launchable>> open(const Problem& problem, device::Device& device) {
  NIGHTJAR_ASSIGN(const RecurrentProblem parsed, RecurrentProblem::from_problem(problem));
  // The plain kernel knows which extents belong together.
  NIGHTJAR_TRY(plain_tactic("recurrent")->open(problem, "", {}, device));
  NIGHTJAR_ASSIGN(cuda::Recurrent cell, cell_of(parsed));
  const tensor::Dims x = dims_of(parsed.inputs[0]);
  cell.steps = static_cast<int32_t>(x[parsed.batch_first ? 1 : 0]);
  cell.batch = static_cast<int32_t>(x[parsed.batch_first ? 0 : 1]);
  cell.inputs = static_cast<int32_t>(x[2]);
  cell.hidden = static_cast<int32_t>(dims_of(parsed.inputs[2])[2]);
  return make_launchable([cell, element = *cuda::element_of(parsed.inputs[0].type)](
                             const LaunchArguments& arguments) mutable -> Status {
    if (cell.batch == 0) return {};
    const auto& in = arguments.inputs;
    cell.x = in[0];
    cell.w = in[1];
    cell.r = in[2];
    cell.bias = in[3];
    cell.lengths = static_cast<const int32_t*>(in[kLengths]);
    cell.initial_h = in[5];
    cell.initial_c = in[6];
    cell.peepholes = in[7];
    cell.y = arguments.outputs[0];
    cell.last_h = arguments.outputs[1];
    cell.last_c = arguments.outputs[2];
    return cuda::launched(cuda::launch_recurrent(cell, element, arguments.stream->native()), kName);
  });
}

}  // namespace

const Tactic* recurrent_cuda_tactic() {
  static const cuda::CudaFunctionTactic kTactic("recurrent", kName, solves, open);
  return &kTactic;
}

}  // namespace nightjar::kernels
