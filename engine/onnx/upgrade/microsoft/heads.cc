// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/onnx/upgrade/microsoft/heads.h"

namespace nightjar::onnx {

using network::TensorId;
using tensor::Attributes;
using tensor::DataType;

Result<TensorId> cast(Emitter& emit, TensorId from, DataType type) {
  Attributes attributes;
  attributes.set("to", static_cast<int64_t>(type));
  return emit.op("Cast", {from}, attributes);
}

Result<std::optional<int64_t>> last_extent(const Node& node, const Emitter& emit, size_t index) {
  NIGHTJAR_ASSIGN(const tensor::TensorDesc desc, need_described(node, emit, index));
  if (!desc.shape.empty()) return desc.shape.back().constant();
  return invalid_input("input " + std::to_string(index) + " has no axes");
}

Result<TensorId> extent(Emitter& emit, TensorId of, int64_t axis) {
  Attributes attributes;
  attributes.set("start", axis);
  attributes.set("end", axis + 1);
  return emit.op("Shape", {of}, attributes);
}

Result<TensorId> count_up(Emitter& emit, TensorId count) {
  NIGHTJAR_ASSIGN(const TensorId number, emit.op("Squeeze", {count}));
  return emit.op("Range", {emit.scalar("first", DataType::kInt64, 0), number,
                           emit.scalar("next", DataType::kInt64, 1)});
}

Result<TensorId> heads_apart(Emitter& emit, TensorId packed, int64_t heads) {
  if (emit.tensor(packed).desc.shape.size() == 4) return packed;
  Attributes attributes;
  attributes.set("perm", std::vector<int64_t>{0, 2, 1, 3});
  NIGHTJAR_ASSIGN(const TensorId apart,
                  emit.op("Reshape", {packed, emit.integers("heads", {0, 0, heads, -1})}));
  return emit.op("Transpose", {apart}, attributes);
}

Result<TensorId> heads_together(Emitter& emit, TensorId apart) {
  Attributes attributes;
  attributes.set("perm", std::vector<int64_t>{0, 2, 1, 3});
  NIGHTJAR_ASSIGN(const TensorId moved, emit.op("Transpose", {apart}, attributes));
  return emit.op("Reshape", {moved, emit.integers("together", {0, 0, -1})});
}

}  // namespace nightjar::onnx
