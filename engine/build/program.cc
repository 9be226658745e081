// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/program.h"

#include <map>
#include <set>

#include "engine/build/feasible.h"
#include "engine/lower/lower.h"

namespace nightjar::build {
namespace {

using lower::Operand;
using network::Network;
using network::Op;
using network::TensorId;
using plan::TensorIndex;
using plan::TensorRole;

/// Builds a program op by op.
class Lowering {
 public:
  explicit Lowering(const Network& network) : network_(network) {}

  Result<Program> run() {
    for (const TensorId id : network_.inputs()) {
      const TensorIndex index = add(network_.tensor(id).name, network_.tensor(id).desc);
      program_.tensors[static_cast<size_t>(index)].facts.role = TensorRole::kInput;
      program_.inputs.push_back(index);
      index_of_[id] = index;
    }
    for (const network::OpId id : network_.topological_order()) {
      NIGHTJAR_TRY(lower(network_.op(id)));
    }
    for (size_t i = 0; i < network_.outputs().size(); ++i) {
      finish_output(network_.outputs()[i], network_.output_names()[i]);
    }
    return std::move(program_);
  }

 private:
  TensorIndex add(const std::string& name, tensor::TensorDesc desc) {
    ProgramTensor tensor;
    tensor.facts.name = name;
    tensor.facts.desc = std::move(desc);
    program_.tensors.push_back(std::move(tensor));
    return static_cast<TensorIndex>(program_.tensors.size()) - 1;
  }

  TensorIndex add_constant(const std::string& name, const tensor::HostTensor& value,
                           const tensor::TensorDesc& desc) {
    const TensorIndex index = add(name, desc);
    ProgramTensor& tensor = program_.tensors[static_cast<size_t>(index)];
    tensor.facts.role = TensorRole::kConstant;
    tensor.constant = value;
    return index;
  }

  TensorIndex index_of(TensorId id) {
    if (id == network::kAbsent) return plan::kAbsent;
    const auto found = index_of_.find(id);
    if (found != index_of_.end()) return found->second;
    const network::Tensor& tensor = network_.tensor(id);
    const TensorIndex index = tensor.constant
                                  ? add_constant(tensor.name, *tensor.constant, tensor.desc)
                                  : add(tensor.name, tensor.desc);
    return index_of_[id] = index;
  }

  Status lower(const Op& op) {
    if (is_relabel(op)) return add_alias(op);
    auto lowered = lower::lower_op(network_, op);
    if (!lowered.ok()) return lowered.error();
    if (lowered->is_alias) return add_alias(op);
    std::vector<TensorIndex> temporaries, constants;
    for (const auto& desc : lowered->temporaries)
      temporaries.push_back(add(op.name + ".temporary", desc));
    for (const auto& value : lowered->constants) {
      const tensor::TensorDesc desc{value.type(), tensor::to_shape(value.dims()),
                                    tensor::Layout::kRowMajor};
      constants.push_back(add_constant(op.name + ".constant", value, desc));
    }
    const auto place = [&](const Operand& operand) -> TensorIndex {
      switch (operand.kind) {
        case Operand::Kind::kOpInput:
          return index_of(op.inputs[operand.index]);
        case Operand::Kind::kOpOutput:
          return index_of(op.outputs[operand.index]);
        case Operand::Kind::kTemporary:
          return temporaries[operand.index];
        case Operand::Kind::kConstant:
          return constants[operand.index];
        case Operand::Kind::kAbsent:
          break;
      }
      return plan::kAbsent;
    };
    for (lower::Step& step : lowered->steps) {
      ProgramStep out;
      out.name = unique_step_name(op.origins.empty() ? op.name : op.origins.front());
      out.operation = op.type;
      out.problem = std::move(step.problem);
      out.nodes = op.origins;
      for (const Operand& operand : step.inputs) out.inputs.push_back(place(operand));
      for (const Operand& operand : step.outputs) out.outputs.push_back(place(operand));
      program_.steps.push_back(std::move(out));
    }
    return {};
  }

  Status add_alias(const Op& op) {
    const TensorIndex from = index_of(op.inputs[0]);
    const network::Tensor& to = network_.tensor(op.outputs[0]);
    const ProgramTensor& source = program_.tensors[static_cast<size_t>(from)];
    if (source.constant) {
      const auto dims = tensor::constant_dims(to.desc.shape);
      if (dims) {
        index_of_[op.outputs[0]] = add_constant(to.name, source.constant->reshaped(*dims), to.desc);
        return {};
      }
    }
    const TensorIndex index = add(to.name, to.desc);
    program_.tensors[static_cast<size_t>(index)].facts.alias_of = from;
    index_of_[op.outputs[0]] = index;
    return {};
  }

  std::string unique_step_name(const std::string& name) {
    const int seen = step_names_[name]++;
    return seen == 0 ? name : name + "#" + std::to_string(seen);
  }

  TensorIndex root_of(TensorIndex index) const {
    const TensorIndex of = program_.tensors[static_cast<size_t>(index)].facts.alias_of;
    return of == plan::kAbsent ? index : root_of(of);
  }

  void finish_output(TensorId id, const std::string& name) {
    TensorIndex index = index_of(id);
    const TensorRole root_role = program_.tensors[static_cast<size_t>(root_of(index))].facts.role;
    const bool foreign = root_role == TensorRole::kInput || root_role == TensorRole::kConstant;
    if (foreign || !output_roots_.insert(root_of(index)).second) index = add_copy(index, name);
    program_.tensors[static_cast<size_t>(index)].facts.role = TensorRole::kOutput;
    program_.outputs.push_back(index);
    program_.output_names.push_back(name);
  }

  TensorIndex add_copy(TensorIndex from, const std::string& name) {
    const tensor::TensorDesc desc = program_.tensors[static_cast<size_t>(from)].facts.desc;
    const TensorIndex copy = add(name + ".copy", desc);
    ProgramStep step;
    step.name = unique_step_name(name + ".copy");
    step.operation = "Copy";
    step.problem = {"reformat", {}, {desc}, {desc}};
    step.inputs = {from};
    step.outputs = {copy};
    program_.steps.push_back(std::move(step));
    output_roots_.insert(copy);
    return copy;
  }

  const Network& network_;
  Program program_;
  std::map<TensorId, TensorIndex> index_of_;
  std::map<std::string, int> step_names_;
  std::set<TensorIndex> output_roots_;
};

}  // namespace

Result<Program> make_program(const Network& network) { return Lowering(network).run(); }

std::vector<tensor::HostTensor> constants_of(const Program& program, const ProgramStep& step) {
  std::vector<tensor::HostTensor> constants;
  for (const TensorIndex index : step.inputs) {
    const bool is_constant =
        index != plan::kAbsent && program.tensors[static_cast<size_t>(index)].constant.has_value();
    constants.push_back(is_constant ? *program.tensors[static_cast<size_t>(index)].constant
                                    : tensor::HostTensor());
  }
  return constants;
}

}  // namespace nightjar::build
