// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Puts Reformat ops where a tensor must change its type or layout.
#pragma once

#include <map>
#include <utility>

#include "engine/network/network.h"

namespace nightjar::build {

/// Adds at most one Reformat a tensor and target; later readers share it.
class Reformatter {
 public:
  explicit Reformatter(network::Network& network) : network_(network) {}

  /// The tensor itself, or a copy of it with this type and layout.
  network::TensorId with(network::TensorId tensor, tensor::DataType type, tensor::Layout layout);

 private:
  network::Network& network_;
  std::map<std::tuple<network::TensorId, tensor::DataType, tensor::Layout>, network::TensorId>
      copies_;
};

}  // namespace nightjar::build
