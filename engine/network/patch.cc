// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/network/patch.h"

#include "engine/network/shape_rule.h"

namespace nightjar::network {
namespace {

/// Applies single edits; each refuses what does not fit the network as it is by then.
class Editor {
 public:
  explicit Editor(Network& network) : network_(network) {}

  Status operator()(const RemoveOp& edit) {
    if (!network_.has_op(edit.op)) return internal_error("removes an op that is not there");
    network_.remove_op(edit.op);
    return {};
  }

  Status operator()(const InsertOp& edit) {
    for (const TensorId input : edit.op.inputs) {
      if (input != kAbsent) NIGHTJAR_TRY(expect_tensor(input));
    }
    for (const TensorId output : edit.op.outputs) {
      if (output == kAbsent) continue;
      NIGHTJAR_TRY(expect_tensor(output));
      const Tensor& tensor = network_.tensor(output);
      if (tensor.producer != kNoOp || tensor.constant) {
        return internal_error("inserts " + edit.op.type + ", whose output '" + tensor.name +
                              "' is given already");
      }
    }
    network_.insert_op(edit.op);
    return {};
  }

  Status operator()(const ReplaceUses& edit) {
    NIGHTJAR_TRY(expect_tensor(edit.from));
    NIGHTJAR_TRY(expect_tensor(edit.to));
    network_.replace_uses(edit.from, edit.to);
    return {};
  }

  Status operator()(const SetConstant& edit) {
    NIGHTJAR_TRY(expect_tensor(edit.tensor));
    Tensor& tensor = network_.tensor(edit.tensor);
    if (tensor.producer != kNoOp) {
      return internal_error("makes '" + tensor.name + "' constant, which an op gives");
    }
    tensor.desc = {edit.value.type(), tensor::to_shape(edit.value.dims())};
    tensor.constant = edit.value;
    tensor.elements.reset();
    return {};
  }

  Status operator()(const SetInput& edit) {
    if (edit.tensor != kAbsent) NIGHTJAR_TRY(expect_tensor(edit.tensor));
    if (!network_.has_op(edit.op) || edit.index >= network_.op(edit.op).inputs.size()) {
      return internal_error("changes an input that is not there");
    }
    network_.op(edit.op).inputs[edit.index] = edit.tensor;
    return {};
  }

  Status operator()(const SetLayout& edit) {
    NIGHTJAR_TRY(expect_tensor(edit.tensor));
    network_.tensor(edit.tensor).desc.layout = edit.layout;
    return {};
  }

 private:
  Status expect_tensor(TensorId id) const {
    if (id >= 0 && static_cast<size_t>(id) < network_.tensor_count()) return {};
    return internal_error("names tensor " + std::to_string(id) + ", which is not there");
  }

  Network& network_;
};

}  // namespace

TensorId Patch::new_tensor(const std::string& name) {
  new_tensors_.push_back({name, {}, {}, {}, kNoOp});
  return static_cast<TensorId>(next_tensor_++);
}

TensorId Patch::new_constant(const std::string& name, tensor::HostTensor value) {
  tensor::TensorDesc desc{value.type(), tensor::to_shape(value.dims())};
  new_tensors_.push_back({name, std::move(desc), std::move(value), {}, kNoOp});
  return static_cast<TensorId>(next_tensor_++);
}

Status apply(const Patch& patch, Network& network) {
  Network edited = network;
  for (const Tensor& tensor : patch.new_tensors()) {
    Tensor named = tensor;
    named.name = edited.unique_name(tensor.name);
    edited.add_tensor(std::move(named));
  }
  Editor editor(edited);
  for (size_t i = 0; i < patch.edits().size(); ++i) {
    const Status status = std::visit(editor, patch.edits()[i]);
    if (!status.ok()) return status.error().in("edit " + std::to_string(i));
  }
  NIGHTJAR_TRY(infer_again(edited));
  network = std::move(edited);
  return {};
}

}  // namespace nightjar::network
