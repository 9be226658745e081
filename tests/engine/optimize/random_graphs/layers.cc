// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Layers in primitive ops, as exporters spell them: attention, norms, activations, softmax.
#include <cmath>
#include <limits>

#include "tests/engine/optimize/random_graphs/draft.h"

namespace nightjar::optimize::random_graphs {
namespace {

using tensor::HostTensor;

/// Queries, keys and values with heads apart, [N, H, T, D]; keys may come transposed.
struct Heads {
  TensorId q = network::kAbsent, k = network::kAbsent, v = network::kAbsent;
};

TensorId heads_apart(Draft& draft, TensorId packed, int64_t heads) {
  const int64_t tokens = draft.extent(packed, 1), depth = draft.extent(packed, 2) / heads;
  return draft.transpose(draft.reshape(packed, {0, tokens, heads, depth}), {0, 2, 1, 3});
}

TensorId linear(Draft& draft, TensorId x, int64_t columns) {
  const TensorId product = draft.op("MatMul", {x, draft.weights({draft.extent(x, 2), columns})});
  return draft.flip() ? draft.op("Add", {product, draft.weights({columns})}) : product;
}

Heads projected_heads(Draft& draft, TensorId x, int64_t heads, int64_t depth) {
  const int64_t columns = heads * depth;
  switch (draft.roll(6)) {
    case 4: {  // heads and tokens confused, which moves bytes
      const TensorId apart = heads_apart(draft, linear(draft, x, columns), heads);
      const TensorId turned = draft.reshape(apart, {0, draft.extent(x, 1), heads, depth});
      return {turned, turned, turned};
    }
    case 3: {  // heads of scattered columns, and of tokens in a row
      const Integers extents = {0, heads, draft.extent(x, 1), depth};
      const TensorId all = linear(draft, x, columns);
      return {draft.reshape(draft.transpose(all, {0, 2, 1}), extents), draft.reshape(all, extents),
              heads_apart(draft, all, heads)};
    }
    case 0: {  // one projection, split
      const auto parts = draft.split(linear(draft, x, 3 * columns), 2, {columns, columns, columns});
      return {heads_apart(draft, parts[0], heads), heads_apart(draft, parts[1], heads),
              heads_apart(draft, parts[2], heads)};
    }
    case 1: {  // one projection, picked apart by an index in front
      const TensorId packed = linear(draft, x, 3 * columns);
      const TensorId apart = draft.transpose(
          draft.reshape(packed, {0, draft.extent(x, 1), 3, heads, depth}), {2, 0, 3, 1, 4});
      const auto part = [&](int64_t index) {
        const TensorId at = draft.network().add_constant(draft.network().unique_name("at"),
                                                         HostTensor::of_int64({}, {index}));
        return draft.with("Gather", {apart, at}, {{"axis", int64_t{0}}});
      };
      return {part(0), part(1), part(2)};
    }
    case 2: {  // no projection at all
      if (draft.extent(x, 2) % heads != 0) break;
      const TensorId all = heads_apart(draft, x, heads);
      return {all, all, all};
    }
    default:
      break;
  }
  return {heads_apart(draft, linear(draft, x, columns), heads),
          heads_apart(draft, linear(draft, x, columns), heads),
          heads_apart(draft, linear(draft, x, columns), heads)};
}

TensorId scores_of(Draft& draft, const Heads& heads, float scale) {
  const TensorId k = draft.transpose(heads.k, {0, 1, 3, 2});
  switch (draft.roll(4)) {
    case 0:
      return draft.op("Div", {draft.op("MatMul", {heads.q, k}), draft.scalar(1 / scale)});
    case 1:
      return draft.op("MatMul", {draft.multiplied(heads.q, scale), k});
    case 2: {
      const float root = std::sqrt(scale);
      return draft.op("MatMul", {draft.multiplied(heads.q, root), draft.multiplied(k, root)});
    }
    default:
      return draft.multiplied(draft.op("MatMul", {heads.q, k}), scale);
  }
}

TensorId masked(Draft& draft, TensorId scores) {
  const int64_t tokens = draft.extent(scores, 3);
  const TensorId lowest = draft.scalar(std::numeric_limits<float>::lowest());
  HostTensor seen(tensor::DataType::kBool, {1, 1, tokens, tokens});
  const int64_t kind = draft.roll(3);  // earlier keys, later ones, or any
  for (int64_t i = 0; i < seen.count(); ++i) {
    const int64_t row = i / tokens, key = i % tokens;
    const bool ordered = kind == 0 ? key <= row : key >= row;
    seen.set_integer(i, (kind < 2 ? ordered : key == row || draft.flip()) ? 1 : 0);
  }
  switch (draft.roll(5)) {
    case 0:
      return scores;
    case 1:
      return draft.op("Add", {scores, draft.weights({tokens, tokens})});
    case 2:
      return draft.op("Add", {draft.weights({1, 1, 1, tokens}), scores});
    case 3: {
      const TensorId choice = draft.network().add_constant(draft.network().unique_name("c"), seen);
      const TensorId sum = draft.op("Add", {scores, draft.weights({tokens, tokens})});
      return draft.op("Where", {choice, sum, lowest});
    }
    default:
      return draft.op(
          "Where",
          {draft.network().add_constant(draft.network().unique_name("c"), seen), scores, lowest});
  }
}

/// x less its mean over the last axis, and the mean of the squares of that.
TensorId mean_of(Draft& draft, TensorId x) {
  return draft.with("ReduceMean", {x, draft.integers({-1})}, {{"keepdims", int64_t{1}}});
}

TensorId layer_norm(Draft& draft, TensorId x) {
  const int64_t features = draft.extent(x, draft.rank(x) - 1);
  const TensorId centred = draft.op("Sub", {x, mean_of(draft, x)});
  const TensorId squares = draft.flip() ? draft.op("Pow", {centred, draft.scalar(2.0f)})
                                        : draft.op("Mul", {centred, centred});
  const TensorId variance = draft.op("Add", {mean_of(draft, squares), draft.scalar(0.1f)});
  const TensorId norm = draft.op("Div", {centred, draft.op("Sqrt", {variance})});
  return draft.op("Add",
                  {draft.op("Mul", {norm, draft.positive({features})}), draft.weights({features})});
}

TensorId rms_norm(Draft& draft, TensorId x) {
  const int64_t features = draft.extent(x, draft.rank(x) - 1);
  const TensorId squares = draft.op("Pow", {x, draft.scalar(2.0f)});
  const TensorId root =
      draft.op("Sqrt", {draft.op("Add", {mean_of(draft, squares), draft.scalar(0.1f)})});
  const TensorId norm = draft.flip() ? draft.op("Div", {x, root})
                                     : draft.op("Mul", {x, draft.op("Reciprocal", {root})});
  return draft.op("Mul", {draft.positive({features}), norm});
}

TensorId gelu(Draft& draft, TensorId x) {
  const TensorId erf = draft.op("Erf", {draft.op("Div", {x, draft.scalar(1.41421356f)})});
  const TensorId sum = draft.op("Add", {erf, draft.scalar(1.0f)});
  if (draft.flip()) return draft.multiplied(draft.op("Mul", {x, sum}), 0.5f);
  return draft.op("Mul", {draft.multiplied(x, 0.5f), sum});
}

TensorId gelu_tanh(Draft& draft, TensorId x) {
  const TensorId cube = draft.op("Pow", {x, draft.scalar(3.0f)});
  const TensorId sum = draft.op("Add", {x, draft.multiplied(cube, 0.044715f)});
  const TensorId tanh = draft.op("Tanh", {draft.multiplied(sum, 0.79788456f)});
  return draft.op("Mul", {draft.multiplied(x, 0.5f), draft.op("Add", {tanh, draft.scalar(1.0f)})});
}

/// Now and then with other numbers, which make it something else.
TensorId hard_swish(Draft& draft, TensorId x) {
  const float shift = draft.roll(4) == 0 ? 2.0f : 3.0f, top = draft.roll(4) == 0 ? 4.0f : 6.0f;
  const TensorId clipped = draft.op(
      "Clip", {draft.op("Add", {x, draft.scalar(shift)}), draft.scalar(0.0f), draft.scalar(top)});
  if (draft.flip()) return draft.op("Div", {draft.op("Mul", {x, clipped}), draft.scalar(6.0f)});
  return draft.op("Mul", {x, draft.op("Div", {clipped, draft.scalar(6.0f)})});
}

TensorId softmax(Draft& draft, TensorId x) {
  const auto over_last = [&](const char* type, TensorId of) {
    return draft.with(type, {of, draft.integers({-1})}, {{"keepdims", int64_t{1}}});
  };
  const TensorId powers = draft.op("Exp", {draft.op("Sub", {x, over_last("ReduceMax", x)})});
  return draft.op("Div", {powers, over_last("ReduceSum", powers)});
}

}  // namespace

void draw_attention(Draft& draft) {
  const TensorId x = draft.pick(3);
  if (x == network::kAbsent) return;
  const int64_t heads = 1 + draft.roll(3), depth = 2 + draft.roll(3);
  const Heads apart = projected_heads(draft, x, heads, depth);
  const TensorId scores = masked(draft, scores_of(draft, apart, 0.25f + 0.25f * draft.roll(3)));
  const TensorId scaled = draft.roll(6) == 0 ? draft.multiplied(scores, 0.5f) : scores;
  const TensorId shares =
      draft.with("Softmax", {scaled}, {{"axis", draft.flip() ? int64_t{-1} : 3}});
  const TensorId answer = draft.op("MatMul", {shares, apart.v});
  if (draft.roll(6) == 0) draft.keep(shares);
  const int64_t columns = draft.extent(answer, 1) * draft.extent(answer, 3);
  const TensorId joined =
      draft.reshape(draft.transpose(answer, {0, 2, 1, 3}), {0, draft.extent(answer, 2), columns});
  draft.keep(draft.flip() ? linear(draft, joined, draft.extent(x, 2)) : joined);
}

void draw_spelled_layer(Draft& draft) {
  const TensorId x = draft.pick(draft.roll(3) == 0 ? 4 : 3);
  if (x == network::kAbsent) return;
  switch (draft.roll(8)) {
    case 0:
    case 1:
      return draft.keep(layer_norm(draft, x));
    case 2:
      return draft.keep(rms_norm(draft, x));
    case 3:
      return draft.keep(gelu(draft, x));
    case 4:
      return draft.keep(gelu_tanh(draft, x));
    case 5:
      return draft.keep(hard_swish(draft, x));
    case 6:
      return draft.keep(softmax(draft, x));
    default:
      return draft.keep(draft.op("Mul", {draft.op("Sigmoid", {x}), x}));
  }
}

}  // namespace nightjar::optimize::random_graphs
