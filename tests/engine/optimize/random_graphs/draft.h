// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Random networks out of everything that passes look for: the paper they are drawn on.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/engine/optimize/quantized/quantized_sketch.h"

namespace nightjar::optimize::random_graphs {

using network::TensorId;
using Integers = std::vector<int64_t>;

/// A Sketch that rolls dice and remembers what it has drawn.
class Draft : public QuantizedSketch {
 public:
  explicit Draft(uint64_t seed) : QuantizedSketch(seed) {}

  int64_t roll(int64_t count) {
    return static_cast<int64_t>(random()() % static_cast<uint64_t>(count));
  }
  bool flip() { return roll(2) == 0; }

  /// Tensors that later ops may read.
  void keep(TensorId tensor) { kept_.push_back(tensor); }
  const std::vector<TensorId>& kept() const { return kept_; }
  /// One of `rank` axes; the newest ones are drawn more often. kAbsent when there is none.
  TensorId pick(size_t rank);
  /// One described like `other`, possibly itself.
  TensorId pick_like(TensorId other);

  size_t rank(TensorId tensor) { return shape(tensor).size(); }
  const tensor::Shape& shape(TensorId tensor) { return network().tensor(tensor).desc.shape; }
  int64_t extent(TensorId tensor, size_t axis) {
    return shape(tensor)[axis].constant().value_or(0);
  }

  TensorId with(const std::string& type, std::vector<TensorId> inputs,
                std::vector<std::pair<std::string, tensor::AttributeValue>> attributes);
  std::vector<TensorId> split(TensorId tensor, int64_t axis, const Integers& sizes);
  TensorId transpose(TensorId tensor, const Integers& permutation) {
    return with("Transpose", {tensor}, {{"perm", permutation}});
  }
  TensorId reshape(TensorId tensor, const Integers& extents) {
    return op("Reshape", {tensor, integers(extents)});
  }
  TensorId slice(TensorId tensor, int64_t axis, int64_t start, int64_t end) {
    return op("Slice", {tensor, integers({start}), integers({end}), integers({axis})});
  }
  TensorId activation(TensorId tensor);
  TensorId multiplied(TensorId tensor, float factor) {
    return op("Mul",
              flip() ? std::vector{tensor, scalar(factor)} : std::vector{scalar(factor), tensor});
  }

 private:
  std::vector<TensorId> kept_;
};

/// Each draws one thing and keeps what comes out; nothing where `draft` has no operand for it.
void draw_on_images(Draft& draft);     ///< [N, C, H, W]
void draw_on_sequences(Draft& draft);  ///< [N, T, C]
void draw_on_matrices(Draft& draft);   ///< [N, C]
void draw_attention(Draft& draft);
void draw_spelled_layer(Draft& draft);  ///< Norms, activations and softmax in primitive ops.
void draw_oddity(Draft& draft);         ///< What is allowed and seldom written.
void draw_island(Draft& draft);         ///< Contractions of bytes, and what moves bytes.

/// A network with one to three inputs and more for masks, 4 to 16 things on them, and one to four
/// outputs and more in the middle of things.
network::Network random_graph(uint64_t seed);
/// The same with islands of bytes.
network::Network random_quantized_graph(uint64_t seed);

}  // namespace nightjar::optimize::random_graphs
