// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// RotaryEmbedding: pairs of elements turned by the angle of their position.
#include "engine/lower/rules/rule.h"
#include "engine/lower/rules/steps.h"
#include "kernels/gather/gather.h"

namespace nightjar::lower::rules {
namespace {

using tensor::Dim;
using tensor::Shape;

/// Heads apart as the third or second of four axes, and where the tables' lines belong.
struct Layout {
  Shape x;
  size_t head_axis;
};

Layout layout_of(const Lowering& lowering) {
  const Shape& shape = lowering.input(0).desc.shape;
  if (shape.size() == 4) return {shape, 1};
  const Dim heads(lowering.attributes().get_int("num_heads", 1));
  return {{shape[0], shape[1], heads, Dim::floor_div(shape[2], heads)}, 2};
}

/// Cosines or sines of every position: [batch, length, half] with an axis for the heads.
Argument table(Lowering& lowering, size_t index, const Layout& layout) {
  Argument lines = lowering.input_argument(index);
  if (lowering.has_input(3)) {
    const Argument positions = lowering.input_argument(3);
    kernels::GatherProblem gather;
    gather.kind = kernels::GatherKind::kGather;
    gather.axis = 0;
    Shape shape = positions.desc.shape;
    shape.push_back(lines.desc.shape[1]);
    const Argument chosen = temporary(lowering, lines.desc.type, std::move(shape));
    lowering.add_step(gather.to_problem(), {lines, positions}, {chosen});
    lines = chosen;
  }
  Shape shape = lines.desc.shape;
  shape.insert(shape.begin() + static_cast<std::ptrdiff_t>(layout.head_axis), Dim(1));
  return reshaped(lines, std::move(shape));
}

/// Both halves of the turned elements, one after the other or interleaved.
void join(Lowering& lowering, const Argument& first, const Argument& second, bool is_interleaved,
          const Argument& to) {
  if (!is_interleaved) return add_concat(lowering, 3, {first, second}, to);
  Shape single = first.desc.shape, pairs = first.desc.shape;
  single.emplace_back(1);
  pairs.emplace_back(2);
  add_concat(lowering, 4, {reshaped(first, single), reshaped(second, single)},
             reshaped(to, std::move(pairs)));
}

Result<LoweredOp> lower_rotary(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  const Layout layout = layout_of(lowering);
  const Argument x = reshaped(lowering.input_argument(0), layout.x);
  const Argument y = reshaped(lowering.output_argument(), layout.x);
  const Argument cosines = table(lowering, 1, layout), sines = table(lowering, 2, layout);
  const Dim depth = layout.x[3];
  const int64_t named = lowering.attributes().get_int("rotary_embedding_dim", 0);
  const Dim turned = named > 0 ? Dim(named) : depth;
  const Dim half = Dim::floor_div(turned, Dim(2));
  const bool is_interleaved = lowering.attributes().get_int("interleaved", 0) != 0;
  const Argument first = sliced(lowering, x, 3, Dim(0), half, is_interleaved ? 2 : 1);
  const Argument second =
      sliced(lowering, x, 3, is_interleaved ? Dim(1) : half, half, is_interleaved ? 2 : 1);
  const std::vector<Argument> operands = {first, second, cosines, sines};
  const Argument real = computed(lowering, "sub(mul(in0, in2), mul(in1, in3))", operands,
                                 x.desc.type, first.desc.shape);
  const Argument imaginary = computed(lowering, "add(mul(in0, in3), mul(in1, in2))", operands,
                                      x.desc.type, first.desc.shape);
  if (turned == depth) {
    join(lowering, real, imaginary, is_interleaved, y);
    return lowering.take();
  }
  const Argument front = temporary(lowering, x.desc.type, with_extent(layout.x, 3, turned));
  join(lowering, real, imaginary, is_interleaved, front);
  const Argument rest = sliced(lowering, x, 3, turned, depth - turned);
  add_concat(lowering, 3, {front, rest}, y);
  return lowering.take();
}

}  // namespace

void add_rotary_rules(RuleTable& table) { table["RotaryEmbedding"] = {lower_rotary, nullptr}; }

}  // namespace nightjar::lower::rules
