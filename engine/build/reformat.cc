// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/reformat.h"

namespace nightjar::build {

using network::TensorId;

TensorId Reformatter::with(TensorId tensor, tensor::DataType type, tensor::Layout layout) {
  const network::Tensor source = network_.tensor(tensor);
  if (source.desc.type == type && source.desc.layout == layout) return tensor;
  const auto [entry, is_new] = copies_.try_emplace({tensor, type, layout}, network::kAbsent);
  if (!is_new) return entry->second;

  network::Tensor target;
  target.name = network_.unique_name(source.name + ".reformat");
  target.desc = {type, source.desc.shape, layout};
  entry->second = network_.add_tensor(target);

  // From where the values first were: a reformat of a reformat is one.
  TensorId from = tensor;
  if (source.producer != network::kNoOp && network_.op(source.producer).type == "Reformat") {
    from = network_.op(source.producer).inputs[0];
  }
  network::Op op;
  op.domain = "nightjar";
  op.type = "Reformat";
  op.name = target.name;
  op.inputs = {from};
  op.outputs = {entry->second};
  op.attributes.set("layout", static_cast<int64_t>(layout));
  op.attributes.set("to", static_cast<int64_t>(type));
  if (source.producer != network::kNoOp) op.origins = network_.op(source.producer).origins;
  network_.insert_op(std::move(op));
  return entry->second;
}

}  // namespace nightjar::build
