// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Islands of bytes in a network of floats: rounded operands, contractions, what moves bytes.
#include "tests/engine/optimize/random_graphs/draft.h"

namespace nightjar::optimize::random_graphs {
namespace {

using tensor::DataType;

/// x less what bytes cannot say, in one of many scales and zero points.
TensorId rounded(Draft& draft, TensorId x) {
  const bool is_signed = draft.flip();
  const float scale = 0.02f + 0.01f * static_cast<float>(draft.roll(3));
  const int zero = static_cast<int>(is_signed ? draft.roll(9) - 4 : 120 + draft.roll(3) * 8);
  return draft.round(x, scale, zero, is_signed ? DataType::kInt8 : DataType::kUInt8);
}

TensorId byte_conv(Draft& draft, TensorId x) {
  const int64_t channels = draft.extent(x, 1), kernel = draft.flip() ? 1 : 3;
  const int64_t group = draft.roll(3) == 0 ? channels : 1;
  const int64_t filters = group > 1 ? channels : 4 * (1 + draft.roll(2));
  std::vector<TensorId> inputs = {
      rounded(draft, x), draft.byte_weights({filters, channels / group, kernel, kernel}, 0)};
  if (draft.flip()) inputs.push_back(draft.weights({filters}));
  return draft.with("Conv", inputs,
                    {{"kernel_shape", Integers{kernel, kernel}},
                     {"pads", Integers(4, kernel / 2)},
                     {"group", group}});
}

TensorId byte_product(Draft& draft, TensorId x, int64_t columns) {
  const int64_t features = draft.extent(x, draft.rank(x) - 1);
  const TensorId product =
      draft.op("MatMul", {rounded(draft, x), draft.byte_weights({features, columns}, 1)});
  return draft.flip() ? draft.op("Add", {product, draft.weights({columns})}) : product;
}

/// What may stand behind a contraction before its result is rounded.
TensorId epilogue(Draft& draft, TensorId y) {
  if (draft.roll(3) == 0) y = draft.op("Add", {y, draft.pick_like(y)});
  if (draft.flip()) y = draft.roll(3) == 0 ? draft.activation(y) : draft.op("Relu", {y});
  if (draft.roll(5) == 0) draft.keep(y);
  return draft.roll(3) == 0 ? y : rounded(draft, y);
}

/// Bytes are moved, joined or pooled, and rounded again.
TensorId moved_bytes(Draft& draft, TensorId x) {
  const TensorId bytes = rounded(draft, x);
  switch (draft.roll(5)) {
    case 0:
      return draft.with("MaxPool", {bytes}, {{"kernel_shape", Integers{1, 1}}});
    case 1:
      return rounded(draft, draft.with("Concat", {bytes, rounded(draft, draft.pick_like(x))},
                                       {{"axis", int64_t{1}}}));
    case 2:
      return draft.transpose(rounded(draft, draft.transpose(bytes, {0, 2, 3, 1})), {0, 3, 1, 2});
    case 3:
      return draft.op("GlobalAveragePool", {bytes});
    default:
      return rounded(draft, draft.slice(bytes, 1, 0, 1 + draft.extent(x, 1) / 2));
  }
}

}  // namespace

void draw_island(Draft& draft) {
  const TensorId x = draft.pick(draft.flip() ? 4 : 3);
  if (x == network::kAbsent) return;
  if (draft.rank(x) == 3) {
    const int64_t columns = draft.flip() ? draft.extent(x, 2) : 6;
    return draft.keep(epilogue(draft, byte_product(draft, x, columns)));
  }
  draft.keep(draft.roll(3) == 0 ? moved_bytes(draft, x) : epilogue(draft, byte_conv(draft, x)));
}

}  // namespace nightjar::optimize::random_graphs
