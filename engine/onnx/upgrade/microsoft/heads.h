// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What translations of attention do to tensors of heads, as ops in the network.
#pragma once

#include "engine/onnx/upgrade/upgrade.h"

namespace nightjar::onnx {

Result<network::TensorId> cast(Emitter& emit, network::TensorId from, tensor::DataType type);
/// The last extent of input `index`, where it is known. Refuses an input that is absent or a
/// scalar.
Result<std::optional<int64_t>> last_extent(const Node& node, const Emitter& emit, size_t index);
/// One extent of a tensor as a vector of one element.
Result<network::TensorId> extent(Emitter& emit, network::TensorId of, int64_t axis);
/// 0, 1, … for a count that lies in a vector of one element.
Result<network::TensorId> count_up(Emitter& emit, network::TensorId count);
/// [batch, length, heads * depth] as [batch, heads, length, depth]; four axes as they are.
Result<network::TensorId> heads_apart(Emitter& emit, network::TensorId packed, int64_t heads);
/// And back.
Result<network::TensorId> heads_together(Emitter& emit, network::TensorId apart);

}  // namespace nightjar::onnx
