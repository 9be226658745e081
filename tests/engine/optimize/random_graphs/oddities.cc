// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What is allowed and seldom written: shared weights, scalars, extents of zero, constants with more
// axes than their operand, masks that come in from outside.
#include "tests/engine/optimize/random_graphs/draft.h"

namespace nightjar::optimize::random_graphs {
namespace {

using tensor::HostTensor;

TensorId constant(Draft& draft, const tensor::Dims& dims, float value) {
  HostTensor filled(tensor::DataType::kFloat32, dims);
  for (float& element : filled.as<float>()) element = value;
  return draft.network().add_constant(draft.network().unique_name("odd"), filled);
}

/// Two products with one matrix, once as it is and once transposed.
TensorId shared_weights(Draft& draft, TensorId x) {
  const int64_t features = draft.extent(x, draft.rank(x) - 1);
  const TensorId shared = draft.weights({features, features});
  const TensorId first = draft.op("MatMul", {x, shared});
  const TensorId turned = draft.flip() ? shared : draft.transpose(shared, {1, 0});
  const TensorId second = draft.op("MatMul", {draft.flip() ? x : first, turned});
  draft.keep(first);
  return draft.op("Mul", {second, draft.positive({features})});
}

/// A number without axes that a whole tensor is scaled by.
TensorId scaled_by_own_mean(Draft& draft, TensorId x) {
  Integers axes;
  for (size_t axis = 0; axis < draft.rank(x); ++axis) axes.push_back(static_cast<int64_t>(axis));
  const TensorId mean =
      draft.with("ReduceMean", {x, draft.integers(axes)}, {{"keepdims", int64_t{0}}});
  const TensorId bounded = draft.op("Tanh", {mean});
  draft.keep(bounded);
  return draft.op("Mul", draft.flip() ? std::vector{x, bounded} : std::vector{bounded, x});
}

/// Arithmetic with a constant of one element that brings an axis of its own.
TensorId with_more_axes(Draft& draft, TensorId x) {
  static const std::vector<std::string> kTypes = {"Mul", "Add", "Sub", "Div", "Pow"};
  const tensor::Dims dims(draft.rank(x) + 1, 1);
  const TensorId one = constant(draft, dims, 1.0f);
  const TensorId y = draft.op(kTypes[static_cast<size_t>(draft.roll(5))], {x, one});
  return draft.op("Squeeze", {draft.activation(y), draft.integers({0})});
}

/// GELU, HardSwish or a norm's root with a constant that has more axes than x.
TensorId almost_an_activation(Draft& draft, TensorId x) {
  const tensor::Dims dims(draft.rank(x) + 1, 1);
  const auto number = [&](float value) {
    return draft.roll(3) == 0 ? constant(draft, dims, value) : draft.scalar(value);
  };
  TensorId y = network::kAbsent;
  if (draft.flip()) {
    const TensorId erf = draft.op("Erf", {draft.op("Mul", {x, number(0.70710678f)})});
    const TensorId sum = draft.op("Add", {erf, number(1.0f)});
    y = draft.op("Mul", {draft.op("Mul", {x, sum}), number(0.5f)});
  } else {
    const TensorId clip = draft.op(
        "Clip", {draft.op("Add", {x, number(3.0f)}), draft.scalar(0.0f), draft.scalar(6.0f)});
    y = draft.op("Mul", {x, draft.op("Div", {clip, number(6.0f)})});
  }
  return draft.rank(y) == draft.rank(x) ? y : draft.op("Squeeze", {y, draft.integers({0})});
}

/// A part without elements, through an op or two, joined to what it came from.
TensorId with_an_empty_part(Draft& draft, TensorId x) {
  const int64_t axis = 1 + draft.roll(static_cast<int64_t>(draft.rank(x)) - 1);
  TensorId empty = draft.slice(x, axis, 1, 1);
  if (draft.flip()) empty = draft.multiplied(draft.activation(empty), 2.0f);
  if (draft.flip()) draft.output(empty);
  return draft.with("Concat", {x, empty}, {{"axis", axis}});
}

/// Attention whose mask an input tells, with or without a choice beside it.
TensorId attention_under_an_input(Draft& draft, TensorId x) {
  const int64_t tokens = draft.extent(x, 1), columns = draft.extent(x, 2);
  const TensorId mask =
      draft.input(draft.network().unique_name("mask"), {draft.shape(x)[0], 1, 1, tokens});
  const TensorId heads = draft.op("Unsqueeze", {x, draft.integers({1})});
  const TensorId keys = draft.transpose(heads, {0, 1, 3, 2});
  TensorId scores = draft.multiplied(draft.op("MatMul", {heads, keys}), 0.3f);
  if (draft.flip()) {
    scores = draft.op("Add", draft.flip() ? std::vector{scores, mask} : std::vector{mask, scores});
  } else {
    const TensorId seen = draft.op("Greater", {mask, draft.scalar(-0.5f)});
    const TensorId hidden = draft.scalar(draft.flip() ? -1e9f : -3e38f);
    scores = draft.op("Where", {seen, scores, hidden});
  }
  if (draft.roll(4) == 0) scores = draft.multiplied(scores, 0.5f);
  const TensorId shares = draft.with("Softmax", {scores}, {{"axis", int64_t{-1}}});
  if (draft.roll(4) == 0) draft.keep(shares);
  return draft.reshape(draft.op("MatMul", {shares, heads}), {0, tokens, columns});
}

/// One weight for two convolutions, one of which is normalised.
TensorId shared_filters(Draft& draft, TensorId x) {
  const int64_t channels = draft.extent(x, 1);
  const TensorId filters = draft.weights({channels, channels, 1, 1});
  const TensorId bias = draft.weights({channels});
  const TensorId first = draft.op("Conv", {x, filters, bias});
  const TensorId second = draft.op("Conv", {draft.flip() ? x : first, filters, bias});
  draft.keep(draft.batch_norm(first, channels));
  return draft.op("Relu", {second});
}

}  // namespace

void draw_oddity(Draft& draft) {
  const TensorId x = draft.pick(draft.flip() ? 4 : 3);
  if (x == network::kAbsent) return;
  switch (draft.roll(7)) {
    case 0:
      return draft.keep(shared_weights(draft, x));
    case 1:
      return draft.keep(scaled_by_own_mean(draft, x));
    case 2:
      return draft.keep(with_more_axes(draft, x));
    case 3:
      return draft.keep(almost_an_activation(draft, x));
    case 4:
      return draft.keep(with_an_empty_part(draft, x));
    case 5:
      if (draft.rank(x) == 3) return draft.keep(attention_under_an_input(draft, x));
      return draft.keep(shared_filters(draft, x));
    default: {  // the middle of something is an output, too
      const TensorId y = draft.activation(x);
      draft.output(y);
      return draft.keep(draft.activation(y));
    }
  }
}

}  // namespace nightjar::optimize::random_graphs
