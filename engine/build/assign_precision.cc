// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/assign_precision.h"

#include <algorithm>

#include "engine/build/feasible.h"
#include "engine/build/reformat.h"

namespace nightjar::build {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;
using tensor::DataType;

class PrecisionAssignment {
 public:
  PrecisionAssignment(Network& network, DataType type, const std::set<std::string>& keep_float)
      : network_(network), type_(type), keep_float_(keep_float), reformatter_(network) {}

  size_t run() {
    size_t changed = 0;
    for (const OpId id : network_.topological_order()) {
      const Op before = network_.op(id);
      if (wants(before) && convert(id)) {
        ++changed;
      } else {
        restore_inputs(id, before);
      }
    }
    restore_outputs();
    return changed;
  }

 private:
  bool is_activation(TensorId id, DataType type) const {
    return id != network::kAbsent && !network_.tensor(id).constant &&
           network_.tensor(id).desc.type == type;
  }

  bool is_kept(const Op& op) const {
    return std::any_of(op.origins.begin(), op.origins.end(),
                       [&](const std::string& node) { return keep_float_.count(node) != 0; });
  }

  bool wants(const Op& op) const {
    if (is_heavy(op) || leaves_bytes(op)) return !is_kept(op);
    for (const TensorId input : op.inputs) {
      if (is_activation(input, type_)) return true;
    }
    return false;
  }

  /// Whether the op makes float32 of bytes, which then need not be rounded apart: float16 is for
  /// GPUs, whose kernels write it.
  bool leaves_bytes(const Op& op) const {
    const bool is_from_bytes =
        is_quantized_contraction(op) || (op.domain.empty() && op.type == "DequantizeLinear");
    return type_ == DataType::kFloat16 && is_from_bytes &&
           !network_.tensor(op.inputs[0]).constant &&
           is_activation(op.outputs[0], DataType::kFloat32);
  }

  /// Tries the op with everything in the lower type; undoes it when no kernel takes that.
  bool convert(OpId id) {
    const Op before = network_.op(id);
    Op after = before;
    for (size_t i = 0; i < after.inputs.size(); ++i) {
      if (is_activation(after.inputs[i], DataType::kFloat32)) {
        after.inputs[i] = reformatter_.with(after.inputs[i], type_, layout_of(after.inputs[i]));
      } else if (is_weight(before, i)) {
        after.inputs[i] = converted_constant(after.inputs[i]);
      }
    }
    if (is_quantized_contraction(before) && is_activation(before.outputs[0], DataType::kFloat32) &&
        !ends_here(before, before.outputs[0])) {
      after.attributes.set("to", static_cast<int64_t>(type_));
    }
    network_.replace_op(id, after);
    for (const TensorId output : before.outputs) {
      if (is_activation(output, DataType::kFloat32) && !ends_here(before, output)) {
        network_.tensor(output).desc.type = type_;
      }
    }
    if (is_feasible(network_, network_.op(id))) return true;
    network_.replace_op(id, before);
    for (const TensorId output : before.outputs) {
      if (is_activation(output, type_)) network_.tensor(output).desc.type = DataType::kFloat32;
    }
    return false;
  }

  /// A heavy op writes a float32 output of the network itself, so that nothing is rounded twice.
  bool ends_here(const Op& op, TensorId output) const {
    return (is_heavy(op) || is_quantized_contraction(op)) && network_.is_output(output) &&
           network_.consumers(output).empty();
  }

  bool is_weight(const Op& op, size_t input) const {
    return is_heavy(op) && input < 2 && op.inputs[input] != network::kAbsent &&
           network_.tensor(op.inputs[input]).constant &&
           network_.tensor(op.inputs[input]).desc.type == DataType::kFloat32;
  }

  TensorId converted_constant(TensorId id) {
    const auto [entry, is_new] = constants_.try_emplace(id, network::kAbsent);
    if (!is_new) return entry->second;
    const network::Tensor source = network_.tensor(id);
    tensor::HostTensor rounded(type_, source.constant->dims());
    const auto values = source.constant->as<float>();
    for (size_t i = 0; i < values.size(); ++i) {
      rounded.set_value(static_cast<int64_t>(i), values[i]);
    }
    return entry->second = network_.add_constant(network_.unique_name(source.name), rounded);
  }

  void restore_inputs(OpId id, const Op& op) {
    for (size_t i = 0; i < op.inputs.size(); ++i) {
      if (!is_activation(op.inputs[i], type_)) continue;
      const TensorId restored =
          reformatter_.with(op.inputs[i], DataType::kFloat32, layout_of(op.inputs[i]));
      network_.set_op_input(id, i, restored);
    }
  }

  void restore_outputs() {
    for (size_t i = 0; i < network_.outputs().size(); ++i) {
      const TensorId output = network_.outputs()[i];
      if (!is_activation(output, type_)) continue;
      network_.set_output(i, reformatter_.with(output, DataType::kFloat32, layout_of(output)));
    }
  }

  tensor::Layout layout_of(TensorId id) const { return network_.tensor(id).desc.layout; }

  Network& network_;
  const DataType type_;
  const std::set<std::string>& keep_float_;
  Reformatter reformatter_;
  std::map<TensorId, TensorId> constants_;
};

}  // namespace

Result<size_t> assign_precision(Network& network, DataType type,
                                const std::set<std::string>& keep_float) {
  for (const TensorId input : network.inputs()) {
    if (network.tensor(input).desc.type == type) {
      return unsupported("input '" + network.tensor(input).name + "' is " +
                         std::string(name_of(type)) + " already: build it as the model is");
    }
  }
  return PrecisionAssignment(network, type, keep_float).run();
}

}  // namespace nightjar::build
