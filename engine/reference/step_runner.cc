// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/step_runner.h"

#include <fmt/format.h>

#include "kernels/common/tactic.h"

namespace nightjar::reference {
namespace {

using lower::Operand;
using tensor::HostTensor;

class StepRunner {
 public:
  StepRunner(const lower::LoweredOp& lowered, const std::vector<HostTensor>& inputs,
             size_t output_count)
      : lowered_(lowered),
        inputs_(inputs),
        outputs_(output_count),
        temporaries_(lowered.temporaries.size()) {}

  Result<std::vector<HostTensor>> run(const tensor::SymbolValues& symbols) {
    for (const lower::Step& step : lowered_.steps) NIGHTJAR_TRY(run_step(step, symbols));
    return std::move(outputs_);
  }

 private:
  Status run_step(const lower::Step& step, const tensor::SymbolValues& symbols) {
    NIGHTJAR_ASSIGN(const kernels::Problem bound, step.problem.bind(symbols));
    std::vector<HostTensor> operands;
    for (const Operand& operand : step.inputs) operands.push_back(value_of(operand));
    NIGHTJAR_ASSIGN(std::vector<HostTensor> answers, kernels::plain_answer(bound, operands));
    for (size_t i = 0; i < step.outputs.size(); ++i) {
      const Operand& target = step.outputs[i];
      if (target.kind == Operand::Kind::kOpOutput) outputs_[target.index] = std::move(answers[i]);
      if (target.kind == Operand::Kind::kTemporary) {
        temporaries_[target.index] = std::move(answers[i]);
      }
    }
    return {};
  }

  HostTensor value_of(const Operand& operand) const {
    switch (operand.kind) {
      case Operand::Kind::kOpInput:
        return inputs_[operand.index];
      case Operand::Kind::kOpOutput:
        return outputs_[operand.index];
      case Operand::Kind::kTemporary:
        return temporaries_[operand.index];
      case Operand::Kind::kConstant:
        return lowered_.constants[operand.index];
      case Operand::Kind::kAbsent:
        break;
    }
    return {};
  }

  const lower::LoweredOp& lowered_;
  const std::vector<HostTensor>& inputs_;
  std::vector<HostTensor> outputs_, temporaries_;
};

}  // namespace

Result<std::vector<HostTensor>> run_lowered(const network::Network& network, const network::Op& op,
                                            const std::vector<HostTensor>& inputs,
                                            const tensor::SymbolValues& symbols) {
  NIGHTJAR_ASSIGN(const lower::LoweredOp lowered, lower::lower_op(network, op));
  const auto fail = [&](const Error& error) {
    return error.in(fmt::format("node '{}' ({})", op.name, op.type));
  };
  std::vector<HostTensor> outputs(op.outputs.size());
  if (lowered.is_alias) {
    outputs[0] = inputs[0];
  } else {
    auto answers = StepRunner(lowered, inputs, op.outputs.size()).run(symbols);
    if (!answers.ok()) return fail(answers.error());
    outputs = *std::move(answers);
  }
  for (size_t i = 0; i < op.outputs.size(); ++i) {
    if (!outputs[i].defined() || op.outputs[i] == network::kAbsent) continue;
    const auto dims = tensor::evaluate(network.tensor(op.outputs[i]).desc.shape, symbols);
    if (!dims.ok()) return fail(dims.error());
    if (tensor::element_count(*dims) != outputs[i].count()) {
      return fail(internal_error(fmt::format("output {} has {} elements, shape {} wants others.", i,
                                             outputs[i].count(), tensor::to_string(*dims))));
    }
    outputs[i] = outputs[i].reshaped(*dims);
  }
  return outputs;
}

}  // namespace nightjar::reference
