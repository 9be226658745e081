// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What networks do to sequences, [N, T, C], and matrices, [N, C].
#include "tests/engine/optimize/random_graphs/draft.h"

namespace nightjar::optimize::random_graphs {
namespace {

/// A product with a constant, its bias on either side of the sum.
TensorId projected(Draft& draft, TensorId x, int64_t columns) {
  const int64_t features = draft.extent(x, draft.rank(x) - 1);
  const TensorId product = draft.op("MatMul", {x, draft.weights({features, columns})});
  const TensorId bias = draft.weights({columns});
  switch (draft.roll(4)) {
    case 0:
      return product;
    case 1:
      return draft.op("Add", {product, bias});
    case 2:
      return draft.op("Mul", {draft.op("Add", {product, bias}), draft.positive({columns})});
    default:
      return draft.op("Add", {bias, product});
  }
}

/// Reshape to what it was, by arithmetic on its own shape.
TensorId reshaped_by_own_shape(Draft& draft, TensorId x) {
  const TensorId shape = draft.op("Shape", {x});
  const TensorId first = draft.with("Gather", {shape, draft.integers({0})}, {{"axis", int64_t{0}}});
  const TensorId rest = draft.slice(shape, 0, 1, 2);
  const TensorId target =
      draft.with("Concat", {first, rest, draft.integers({-1})}, {{"axis", int64_t{0}}});
  const int64_t tokens = draft.extent(x, 1);
  return draft.op("Reshape", {draft.reshape(x, {-1, tokens * draft.extent(x, 2)}), target});
}

/// Arithmetic that changes nothing, or could be said in fewer ops.
TensorId said_at_length(Draft& draft, TensorId x) {
  switch (draft.roll(8)) {
    case 0:
      return draft.multiplied(x, draft.flip() ? 1.0f : 0.0f);
    case 1:
      return draft.op("Add", {x, draft.scalar(draft.flip() ? 0.0f : 1.0f)});
    case 2:
      return draft.op("Div", {x, draft.scalar(1.5f)});
    case 3:
      return draft.op("Sub", {x, draft.scalar(draft.flip() ? 0.0f : 1.0f)});
    case 4: {
      const TensorId wide = draft.with("Cast", {x}, {{"to", int64_t{11}}});
      return draft.with("Cast", {wide}, {{"to", int64_t{1}}});
    }
    case 5:
      return draft.op("Dropout", {draft.op("Identity", {x})});
    case 6:
      return draft.op("Squeeze",
                      {draft.op("Unsqueeze", {x, draft.integers({1})}), draft.integers({1})});
    default:
      return draft.op("Pow", {x, draft.scalar(draft.flip() ? 2.0f : 1.0f)});
  }
}

/// The same op twice on the same operand.
TensorId twice(Draft& draft, TensorId x) {
  const TensorId first = draft.op("Tanh", {x}), second = draft.op("Tanh", {x});
  return draft.op("Mul", {first, draft.op("Sigmoid", {second})});
}

TensorId moved(Draft& draft, TensorId x) {
  const TensorId swapped = draft.transpose(x, {0, 2, 1});
  if (draft.flip()) return draft.transpose(draft.activation(swapped), {0, 2, 1});
  return draft.op("MatMul", {x, swapped});
}

TensorId cut(Draft& draft, TensorId x) {
  const int64_t features = draft.extent(x, 2);
  if (features < 2) return draft.activation(x);
  const auto parts = draft.split(x, 2, {features / 2, features - features / 2});
  if (draft.flip()) {
    return draft.with("Concat", {parts[1], parts[0]}, {{"axis", int64_t{2}}});
  }
  return draft.with("Concat", {draft.activation(parts[0]), parts[1], draft.activation(parts[1])},
                    {{"axis", int64_t{-1}}});
}

void leave(Draft& draft, TensorId x) {
  const int64_t tokens = draft.extent(x, 1);
  const TensorId index = draft.network().add_constant(
      draft.network().unique_name("at"), tensor::HostTensor::of_int64({}, {draft.roll(tokens)}));
  draft.keep(draft.flip()
                 ? draft.with("Gather", {x, index}, {{"axis", int64_t{1}}})
                 : draft.with("ReduceMean", {x, draft.integers({1})}, {{"keepdims", int64_t{0}}}));
}

TensorId gemm(Draft& draft, TensorId x) {
  const int64_t features = draft.extent(x, 1), columns = 4 + draft.roll(6);
  const bool transposed = draft.flip();
  std::vector<TensorId> inputs = {x, draft.weights(transposed ? tensor::Dims{columns, features}
                                                              : tensor::Dims{features, columns})};
  if (draft.flip())
    inputs.push_back(
        draft.weights(draft.flip() ? tensor::Dims{columns} : tensor::Dims{1, columns}));
  return draft.with("Gemm", inputs,
                    {{"transB", int64_t{transposed ? 1 : 0}},
                     {"alpha", draft.flip() ? 1.0 : 0.5},
                     {"beta", draft.roll(4) == 0 ? 0.25 : 1.0}});
}

}  // namespace

void draw_on_sequences(Draft& draft) {
  const TensorId x = draft.pick(3);
  if (x == network::kAbsent) return;
  switch (draft.roll(12)) {
    case 0:
    case 1:
      return draft.keep(projected(draft, x, 6 * (1 + draft.roll(2))));
    case 2:
      return draft.keep(draft.op("Add", {x, draft.pick_like(x)}));
    case 3:
      return draft.keep(
          draft.op("Add", {projected(draft, x, draft.extent(x, 2)), draft.pick_like(x)}));
    case 4:
      return draft.keep(draft.with("Softmax", {x}, {{"axis", draft.flip() ? int64_t{-1} : 1}}));
    case 5:
      return draft.keep(reshaped_by_own_shape(draft, x));
    case 6:
      return draft.keep(said_at_length(draft, x));
    case 7:
      return draft.keep(twice(draft, x));
    case 8:
      return draft.keep(moved(draft, x));
    case 9:
      return draft.keep(cut(draft, x));
    case 10:
      return leave(draft, x);
    default:
      return draft.keep(draft.activation(x));
  }
}

void draw_on_matrices(Draft& draft) {
  const TensorId x = draft.pick(2);
  if (x == network::kAbsent) return;
  switch (draft.roll(5)) {
    case 0:
      return draft.keep(gemm(draft, x));
    case 1: {
      const TensorId y = gemm(draft, x);
      const TensorId factors = draft.positive({draft.extent(y, 1)});
      return draft.keep(draft.flip() ? draft.activation(y) : draft.op("Mul", {y, factors}));
    }
    case 2:
      return draft.keep(draft.op("Add", {x, draft.pick_like(x)}));
    case 3:
      return draft.keep(draft.op("Unsqueeze", {x, draft.integers({1})}));
    default:
      return draft.keep(draft.with("LogSoftmax", {x}, {{"axis", int64_t{-1}}}));
  }
}

}  // namespace nightjar::optimize::random_graphs
