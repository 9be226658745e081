// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Normalisations: BatchNormalization's training leftovers, GroupNormalization's scale per group.
#include "engine/onnx/upgrade/upgrade.h"

namespace nightjar::onnx {
namespace {

using network::TensorId;

/// Opset 9: statistics per activation were possible; opset 7: the test mode was an attribute.
Status batch_norm_spatial(Node& node, Emitter&) {
  NIGHTJAR_TRY(take_int(node, "is_test"));
  NIGHTJAR_ASSIGN(const auto spatial, take_int(node, "spatial"));
  if (spatial == 0) return unsupported("statistics per activation (spatial = 0) are not supported");
  return {};
}

/// Opset 14: training gave five outputs.
Status batch_norm_outputs(Node& node, Emitter&) {
  if (node.output_count <= 1) return {};
  return unsupported("training mode is not supported: export the model for inference");
}

/// Opset 21: scale and bias are per channel. One number per group is repeated over its channels.
Status group_norm_channels(Node& node, Emitter& emit) {
  const auto groups = take_int(node, "num_groups");
  if (!groups.ok()) return groups.error();
  if (!has_input(node, 0) || !*groups || **groups < 1) {
    return invalid_input("input 0 or attribute 'num_groups' is missing");
  }
  const int64_t count = **groups;
  node.op.attributes.set("num_groups", count);
  const auto& shape = emit.tensor(node.op.inputs[0]).desc.shape;
  const auto channels = shape.size() < 2 ? std::nullopt : shape[1].constant();
  if (!channels || *channels % count != 0) {
    return invalid_input("the channels of input 0 do not split into " + std::to_string(count) +
                         " groups");
  }
  for (const size_t index : {size_t{1}, size_t{2}}) {
    if (!has_input(node, index)) continue;
    const TensorId column = emit.integers("column", {count, 1});
    const TensorId spread = emit.integers("spread", {count, *channels / count});
    const TensorId flat = emit.integers("channels", {*channels});
    NIGHTJAR_ASSIGN(TensorId value, emit.op("Reshape", {node.op.inputs[index], column}));
    NIGHTJAR_ASSIGN(value, emit.op("Expand", {value, spread}));
    NIGHTJAR_ASSIGN(node.op.inputs[index], emit.op("Reshape", {value, flat}));
  }
  return {};
}

}  // namespace

std::vector<UpgradeStep> norm_steps() {
  return {{"BatchNormalization", 9, batch_norm_spatial},
          {"BatchNormalization", 14, batch_norm_outputs},
          {"GroupNormalization", 21, group_norm_channels}};
}

}  // namespace nightjar::onnx
