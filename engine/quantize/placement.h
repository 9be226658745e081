// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Which tensors of a network are to be bytes.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/network/network.h"

namespace nightjar::quantize {

/// A contraction that will run in integers.
struct Contraction {
  network::OpId op = network::kNoOp;
  size_t channel_axis = 0;  ///< Of its constant weights, input 1.
};

struct Placement {
  std::vector<Contraction> contractions;
  std::set<network::TensorId> activations;  ///< float32 tensors that get a range.
  std::set<network::OpId> kept;             ///< Ops that read what is not rounded.
};

/// Every Conv, and every MatMul and Gemm, with constant finite weights gets bytes to read. What
/// a contraction gives becomes bytes, too, where curves are applied to it, so that a table of 256
/// can stand for them; so does what average pooling reads.
/// `keep_float` names ops, or ONNX nodes they came from, that stay as they are.
Placement place(const network::Network& network, const std::set<std::string>& keep_float);

}  // namespace nightjar::quantize
