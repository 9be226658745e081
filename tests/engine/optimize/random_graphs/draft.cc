// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/optimize/random_graphs/draft.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <span>

namespace nightjar::optimize::random_graphs {

TensorId Draft::pick(size_t wanted) {
  std::vector<TensorId> fitting;
  for (const TensorId tensor : kept_) {
    if (rank(tensor) == wanted) fitting.push_back(tensor);
  }
  if (fitting.empty()) return network::kAbsent;
  if (roll(3) != 0) return fitting.back();
  return fitting[static_cast<size_t>(roll(static_cast<int64_t>(fitting.size())))];
}

TensorId Draft::pick_like(TensorId other) {
  std::vector<TensorId> fitting;
  for (const TensorId tensor : kept_) {
    if (shape(tensor) == shape(other)) fitting.push_back(tensor);
  }
  if (fitting.empty()) return other;
  return fitting[static_cast<size_t>(roll(static_cast<int64_t>(fitting.size())))];
}

TensorId Draft::with(const std::string& type, std::vector<TensorId> inputs,
                     std::vector<std::pair<std::string, tensor::AttributeValue>> attributes) {
  tensor::Attributes bag;
  for (auto& [name, value] : attributes) bag.set(name, std::move(value));
  return op(type, std::move(inputs), std::move(bag));
}

std::vector<TensorId> Draft::split(TensorId tensor, int64_t axis, const Integers& sizes) {
  network::Op op;
  op.type = "Split";
  op.inputs = {tensor, integers(sizes)};
  op.attributes.set("axis", axis);
  auto outputs = network().add_op(std::move(op), sizes.size());
  EXPECT_TRUE(outputs.ok()) << outputs.error().message;
  return *outputs;
}

TensorId Draft::activation(TensorId tensor) {
  static const std::vector<std::string> kTypes = {"Relu",      "Sigmoid", "Tanh", "HardSwish",
                                                  "LeakyRelu", "Elu",     "Erf",  "Gelu",
                                                  "Softplus",  "Abs",     "Neg",  "HardSigmoid"};
  return op(kTypes[static_cast<size_t>(roll(static_cast<int64_t>(kTypes.size())))], {tensor});
}

namespace {

TensorId new_input(Draft& draft, const std::string& name) {
  const tensor::Dim batch = draft.flip() ? tensor::Dim::symbol("N") : tensor::Dim(2);
  const int64_t kind = draft.roll(5);
  if (kind < 2) return draft.input(name, {batch, 4 * (1 + draft.roll(2)), 6, 6});
  if (kind < 4) return draft.input(name, {batch, 5 + draft.roll(2), 12});
  return draft.input(name, {batch, 8});
}

void add_outputs(Draft& draft) {
  std::vector<TensorId> outputs = {draft.kept().back()};
  for (int64_t more = draft.roll(4); more > 0; --more) {
    const auto count = static_cast<int64_t>(draft.kept().size());
    const TensorId tensor = draft.kept()[static_cast<size_t>(draft.roll(count))];
    if (std::find(outputs.begin(), outputs.end(), tensor) == outputs.end()) {
      outputs.push_back(tensor);
    }
  }
  for (const TensorId tensor : outputs) draft.output(tensor);
}

using Draw = void (*)(Draft&);

constexpr auto kFloatDraws =
    std::to_array<Draw>({draw_on_images, draw_on_images, draw_on_images, draw_on_images,
                         draw_on_sequences, draw_on_sequences, draw_on_matrices, draw_attention,
                         draw_spelled_layer, draw_spelled_layer, draw_oddity, draw_oddity});
constexpr auto kByteDraws =
    std::to_array<Draw>({draw_island, draw_island, draw_island, draw_island, draw_on_images,
                         draw_on_sequences, draw_on_matrices, draw_oddity});

network::Network drawn(uint64_t seed, std::span<const Draw> draws) {
  Draft draft(seed);
  const int64_t inputs = 1 + draft.roll(3);
  for (int64_t i = 0; i < inputs; ++i) draft.keep(new_input(draft, "x" + std::to_string(i)));
  for (int64_t things = 4 + draft.roll(13); things > 0; --things) {
    draws[static_cast<size_t>(draft.roll(static_cast<int64_t>(draws.size())))](draft);
  }
  add_outputs(draft);
  return draft.network();
}

}  // namespace

network::Network random_graph(uint64_t seed) { return drawn(seed, kFloatDraws); }

network::Network random_quantized_graph(uint64_t seed) { return drawn(seed, kByteDraws); }

}  // namespace nightjar::optimize::random_graphs
