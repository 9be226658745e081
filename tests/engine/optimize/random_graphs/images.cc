// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What networks do to images, [N, C, H, W].
#include "tests/engine/optimize/random_graphs/draft.h"

namespace nightjar::optimize::random_graphs {
namespace {

TensorId conv(Draft& draft, TensorId x) {
  const int64_t channels = draft.extent(x, 1), kernel = draft.flip() ? 1 : 3;
  const int64_t group = draft.roll(4) == 0 ? channels : 1;
  const int64_t filters = group > 1 ? channels : 4 * (1 + draft.roll(2));
  const int64_t pad = kernel == 3 && draft.extent(x, 2) > 2 ? draft.roll(2) : kernel / 2;
  const int64_t stride = draft.extent(x, 2) > 4 && draft.roll(4) == 0 ? 2 : 1;
  std::vector<TensorId> inputs = {x, draft.weights({filters, channels / group, kernel, kernel})};
  if (draft.flip()) inputs.push_back(draft.weights({filters}));
  return draft.with("Conv", inputs,
                    {{"kernel_shape", Integers{kernel, kernel}},
                     {"pads", Integers{pad, pad, pad, pad}},
                     {"strides", Integers{stride, stride}},
                     {"group", group}});
}

TensorId per_channel(Draft& draft, TensorId x) {
  static const std::vector<std::string> kTypes = {"Mul", "Add", "Sub", "Div"};
  const int64_t channels = draft.extent(x, 1);
  const tensor::Dims dims =
      draft.flip() ? tensor::Dims{channels, 1, 1} : tensor::Dims{1, channels, 1, 1};
  const TensorId constant = draft.positive(dims);
  const std::string& type = kTypes[static_cast<size_t>(draft.roll(4))];
  return draft.op(type, draft.roll(4) == 0 ? std::vector{constant, x} : std::vector{x, constant});
}

TensorId normalised(Draft& draft, TensorId x) { return draft.batch_norm(x, draft.extent(x, 1)); }

TensorId pool(Draft& draft, TensorId x) {
  if (draft.extent(x, 2) < 2) return draft.op("GlobalAveragePool", {x});
  switch (draft.roll(3)) {
    case 0:
      return draft.with("MaxPool", {x},
                        {{"kernel_shape", Integers{2, 2}}, {"strides", Integers{2, 2}}});
    case 1:
      return draft.with("AveragePool", {x},
                        {{"kernel_shape", Integers{3, 3}},
                         {"pads", Integers{1, 1, 1, 1}},
                         {"count_include_pad", draft.roll(2)}});
    default:
      return draft.with("ReduceMean", {x, draft.integers({2, 3})}, {{"keepdims", int64_t{1}}});
  }
}

/// Padded first, then convolved or pooled.
TensorId padded(Draft& draft, TensorId x) {
  const int64_t before = draft.roll(2), after = draft.roll(3);
  const TensorId pads = draft.integers({0, 0, before, after, 0, 0, after, before});
  return draft.with("Pad", {x, pads}, {{"mode", std::string("constant")}});
}

TensorId squeeze_and_excite(Draft& draft, TensorId x) {
  const int64_t channels = draft.extent(x, 1);
  const TensorId mean = draft.op("GlobalAveragePool", {x});
  const TensorId narrow = draft.op("Relu", {draft.conv(mean, channels, 2, 1, true)});
  return draft.op("Mul", {x, draft.op("Sigmoid", {draft.conv(narrow, 2, channels, 1, true)})});
}

TensorId shuffled(Draft& draft, TensorId x) {
  if (draft.extent(x, 1) % 2 != 0) return draft.activation(x);
  const int64_t c = draft.extent(x, 1), h = draft.extent(x, 2), w = draft.extent(x, 3);
  const TensorId apart = draft.reshape(x, {-1, 2, c / 2, h, w});
  return draft.reshape(draft.transpose(apart, {0, 2, 1, 3, 4}), {-1, c, h, w});
}

/// Channels in two parts, one of which goes through an op, and together again.
TensorId in_two_parts(Draft& draft, TensorId x) {
  if (draft.extent(x, 1) < 2) return draft.activation(x);
  const int64_t channels = draft.extent(x, 1), half = channels / 2;
  TensorId first, second;
  if (draft.flip()) {
    const auto parts = draft.split(x, 1, {half, channels - half});
    first = parts[0];
    second = parts[1];
  } else {
    first = draft.slice(x, 1, 0, half);
    second = draft.slice(x, 1, half, 1000);
  }
  if (draft.flip()) first = draft.conv(first, half, half, 1);
  const TensorId grown = draft.activation(second);
  const TensorId joined = draft.with("Concat", {first, grown}, {{"axis", int64_t{1}}});
  if (draft.flip()) return joined;
  // As dense blocks do: all that came before, part by part.
  draft.keep(joined);
  return draft.with("Concat", {first, grown, draft.activation(grown)}, {{"axis", int64_t{1}}});
}

/// Into channels-last order and back around an elementwise op.
TensorId through_channels_last(Draft& draft, TensorId x) {
  const TensorId last = draft.transpose(x, {0, 2, 3, 1});
  const TensorId inside = draft.flip() ? draft.activation(last) : draft.op("Identity", {last});
  return draft.transpose(inside, {0, 3, 1, 2});
}

/// Leaves the images: as a sequence of places, or as rows.
void leave(Draft& draft, TensorId x) {
  const int64_t channels = draft.extent(x, 1);
  if (draft.flip()) {
    const int64_t places = draft.extent(x, 2) * draft.extent(x, 3);
    draft.keep(draft.transpose(draft.reshape(x, {0, channels, places}), {0, 2, 1}));
    return;
  }
  const TensorId mean = draft.op("GlobalAveragePool", {x});
  draft.keep(draft.flip() ? draft.with("Flatten", {mean}, {{"axis", int64_t{1}}})
                          : draft.reshape(mean, {0, -1}));
}

}  // namespace

void draw_on_images(Draft& draft) {
  const TensorId x = draft.pick(4);
  if (x == network::kAbsent) return;
  switch (draft.roll(14)) {
    case 0:
    case 1:
      return draft.keep(conv(draft, x));
    case 2:
      return draft.keep(normalised(draft, draft.flip() ? conv(draft, x) : x));
    case 3:
      return draft.keep(per_channel(draft, draft.flip() ? conv(draft, x) : x));
    case 4:
      return draft.keep(draft.op("Add", {x, draft.pick_like(x)}));
    case 5:
      return draft.keep(pool(draft, x));
    case 6:
      return draft.keep(conv(draft, padded(draft, x)));
    case 7:
      return draft.keep(squeeze_and_excite(draft, x));
    case 8:
      return draft.keep(shuffled(draft, x));
    case 9:
      return draft.keep(in_two_parts(draft, x));
    case 10:
      return draft.keep(through_channels_last(draft, x));
    case 11:
      return leave(draft, x);
    case 12:
      return draft.keep(draft.with("Concat", {x, draft.pick_like(x)}, {{"axis", int64_t{1}}}));
    default:
      return draft.keep(draft.activation(x));
  }
}

}  // namespace nightjar::optimize::random_graphs
