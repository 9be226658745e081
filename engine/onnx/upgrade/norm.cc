// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Normalisations: BatchNormalization in training, GroupNormalization's scale per group.
#include <algorithm>

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

/// A vector over the channels of a tensor with `rank` axes, as `type`.
Result<TensorId> channel_column(Emitter& emit, TensorId vector, size_t rank,
                                tensor::DataType type) {
  std::vector<int64_t> shape(rank, 1);
  shape[1] = -1;
  NIGHTJAR_ASSIGN(const TensorId column,
                  emit.op("Reshape", {vector, emit.integers("column", shape)}));
  if (emit.tensor(vector).desc.type == type) return column;
  tensor::Attributes to;
  to.set("to", static_cast<int64_t>(type));
  return emit.op("Cast", {column}, to);
}

/// `running` moved towards `now`, which lies along axis 1 of `rank`.
Result<TensorId> moved_average(Emitter& emit, TensorId running, TensorId now, double momentum) {
  const auto type = emit.tensor(running).desc.type;
  tensor::Attributes to;
  to.set("to", static_cast<int64_t>(type));
  NIGHTJAR_ASSIGN(TensorId vector, emit.op("Reshape", {now, emit.integers("channels", {-1})}));
  NIGHTJAR_ASSIGN(vector, emit.op("Cast", {vector}, to));
  const TensorId keep = emit.scalar("momentum", type, momentum);
  const TensorId take = emit.scalar("rest", type, 1 - momentum);
  NIGHTJAR_ASSIGN(const TensorId kept, emit.op("Mul", {running, keep}));
  NIGHTJAR_ASSIGN(const TensorId taken, emit.op("Mul", {vector, take}));
  return emit.op("Add", {kept, taken});
}

/// What a batch normalisation in training makes of its batch.
struct BatchStatistics {
  TensorId centred, mean, variance;
};

Result<BatchStatistics> batch_statistics(Emitter& emit, TensorId x, size_t rank) {
  std::vector<int64_t> axes = {0};
  for (size_t axis = 2; axis < rank; ++axis) axes.push_back(static_cast<int64_t>(axis));
  const TensorId over = emit.integers("axes", axes);
  BatchStatistics batch{};
  NIGHTJAR_ASSIGN(batch.mean, emit.op("ReduceMean", {x, over}));
  NIGHTJAR_ASSIGN(batch.centred, emit.op("Sub", {x, batch.mean}));
  NIGHTJAR_ASSIGN(const TensorId squares, emit.op("Mul", {batch.centred, batch.centred}));
  NIGHTJAR_ASSIGN(batch.variance, emit.op("ReduceMean", {squares, over}));
  return batch;
}

Result<TensorId> normalised(Node& node, Emitter& emit, const BatchStatistics& batch, size_t rank) {
  const auto type = emit.tensor(batch.centred).desc.type;
  NIGHTJAR_ASSIGN(const auto epsilon, take_float(node, "epsilon"));
  const TensorId small = emit.scalar("epsilon", type, static_cast<float>(epsilon.value_or(1e-5)));
  NIGHTJAR_ASSIGN(TensorId divisor, emit.op("Add", {batch.variance, small}));
  NIGHTJAR_ASSIGN(divisor, emit.op("Sqrt", {divisor}));
  NIGHTJAR_ASSIGN(const TensorId scale, channel_column(emit, node.op.inputs[1], rank, type));
  NIGHTJAR_ASSIGN(const TensorId bias, channel_column(emit, node.op.inputs[2], rank, type));
  NIGHTJAR_ASSIGN(const TensorId factor, emit.op("Div", {scale, divisor}));
  NIGHTJAR_ASSIGN(const TensorId scaled, emit.op("Mul", {batch.centred, factor}));
  return emit.op("Add", {scaled, bias});
}

/// A batch normalisation in training, as the operators it consists of.
Status batch_norm_in_training(Node& node, Emitter& emit) {
  NIGHTJAR_ASSIGN(const auto momentum, take_float(node, "momentum"));
  NIGHTJAR_ASSIGN(const tensor::TensorDesc x, need_described(node, emit, 0));
  const size_t rank = x.shape.size();
  if (rank < 2) return invalid_input("input 0 has no channels");
  for (size_t i = 1; i < 5; ++i) NIGHTJAR_TRY(need_described(node, emit, i));
  NIGHTJAR_ASSIGN(const BatchStatistics batch, batch_statistics(emit, node.op.inputs[0], rank));
  NIGHTJAR_ASSIGN(const TensorId y, normalised(node, emit, batch, rank));
  const auto keep = static_cast<float>(momentum.value_or(0.9));
  NIGHTJAR_ASSIGN(const TensorId mean, moved_average(emit, node.op.inputs[3], batch.mean, keep));
  NIGHTJAR_ASSIGN(const TensorId variance,
                  moved_average(emit, node.op.inputs[4], batch.variance, keep));
  const TensorId flat = emit.integers("channels", {-1});
  NIGHTJAR_ASSIGN(const TensorId saved_mean, emit.op("Reshape", {batch.mean, flat}));
  NIGHTJAR_ASSIGN(const TensorId saved_variance, emit.op("Reshape", {batch.variance, flat}));
  node.outputs = {y, mean, variance, saved_mean, saved_variance};
  node.outputs->resize(std::min<size_t>(node.output_count, 5));
  return {};
}

/// Opset 14: training gave five outputs, and had no attribute.
Status batch_norm_outputs(Node& node, Emitter& emit) {
  return node.output_count <= 1 ? Status() : batch_norm_in_training(node, emit);
}

Status batch_norm_mode(Node& node, Emitter& emit) {
  NIGHTJAR_ASSIGN(const auto mode, take_int(node, "training_mode"));
  return mode.value_or(0) == 0 ? Status() : batch_norm_in_training(node, emit);
}

/// The name exporters give RMSNormalization before opset 23.
Status simplified_layer_norm(Node& node, Emitter&) {
  if (node.output_count > 1) return unsupported("the second output is not supported");
  node.op.type = "RMSNormalization";
  return {};
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
          {"BatchNormalization", INT64_MAX, batch_norm_mode},
          {"SimplifiedLayerNormalization", INT64_MAX, simplified_layer_norm},
          {"GroupNormalization", 21, group_norm_channels}};
}

}  // namespace nightjar::onnx
