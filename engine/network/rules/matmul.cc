// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Matrices: MatMul, Gemm, Einsum, determinants and inverses.
#include "engine/network/einsum.h"
#include "engine/network/rules/matmul_shape.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

Outputs infer_matmul(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 2));
  NIGHTJAR_TRY(expect_same_type(in, 0, 1));
  NIGHTJAR_ASSIGN(Shape shape, matmul_shape(shape_of(in, 0), shape_of(in, 1)));
  return one_output(type_of(in, 0), std::move(shape));
}

Outputs infer_gemm(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 3));
  NIGHTJAR_TRY(expect_same_type(in, 0, 2));
  NIGHTJAR_TRY(expect_rank(in, 0, 2, 2));
  NIGHTJAR_TRY(expect_rank(in, 1, 2, 2));
  const auto& attributes = in.op.attributes;
  const Shape a = swap_last(shape_of(in, 0), attributes.get_int("transA", 0) != 0);
  const Shape b = swap_last(shape_of(in, 1), attributes.get_int("transB", 0) != 0);
  NIGHTJAR_ASSIGN(Shape shape, matmul_shape(a, b));
  if (given(in, 2)) NIGHTJAR_TRY(expect_broadcast_to(shape_of(in, 2), shape, "input C"));
  return one_output(type_of(in, 0), std::move(shape));
}

Outputs infer_einsum(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, SIZE_MAX));
  NIGHTJAR_TRY(expect_same_type(in, 0, in.inputs.size()));
  std::vector<size_t> ranks;
  for (size_t i = 0; i < in.inputs.size(); ++i) {
    if (!given(in, i)) return invalid_input("input " + std::to_string(i) + " is missing");
    ranks.push_back(shape_of(in, i).size());
  }
  NIGHTJAR_ASSIGN(const EinsumAxes axes,
                  parse_einsum(in.op.attributes.get_string("equation", ""), ranks));
  Shape extents(static_cast<size_t>(axes.label_count), Dim(1));
  for (size_t i = 0; i < ranks.size(); ++i) {
    for (size_t axis = 0; axis < ranks[i]; ++axis) {
      Dim& extent = extents[static_cast<size_t>(axes.inputs[i][axis])];
      NIGHTJAR_ASSIGN(const Shape joined, broadcast({extent}, {shape_of(in, i)[axis]}));
      extent = joined[0];
    }
  }
  Shape shape;
  for (const int label : axes.output) shape.push_back(extents[static_cast<size_t>(label)]);
  return one_output(type_of(in, 0), std::move(shape));
}

/// Det and Inverse: square matrices behind any batch axes.
Outputs infer_square(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_TRY(expect_float(in, 0));
  NIGHTJAR_TRY(expect_rank(in, 0, 2));
  Shape shape = shape_of(in, 0);
  NIGHTJAR_TRY(agree(shape[shape.size() - 2], shape.back(), "rows and columns"));
  if (in.op.type == "Det") shape.resize(shape.size() - 2);
  return one_output(type_of(in, 0), std::move(shape));
}

}  // namespace

Result<Shape> matmul_shape(const Shape& a, const Shape& b) {
  if (a.empty() || b.empty()) return invalid_input("a scalar cannot be multiplied as a matrix");
  const size_t rows = a.size() < 2 ? 0 : a.size() - 2;
  const Dim& inner_b = b.size() < 2 ? b[0] : b[b.size() - 2];
  const auto inner = agree(a.back(), inner_b, "inner extents");
  if (!inner.ok()) {
    return invalid_input("shapes " + to_string(a) + " and " + to_string(b) +
                         " cannot be multiplied: " + inner.error().message);
  }
  const Shape batch_a(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(rows));
  const Shape batch_b(b.begin(),
                      b.end() - static_cast<std::ptrdiff_t>(std::min<size_t>(b.size(), 2)));
  NIGHTJAR_ASSIGN(Shape shape, broadcast(batch_a, batch_b));
  if (a.size() >= 2) shape.push_back(a[a.size() - 2]);
  if (b.size() >= 2) shape.push_back(b.back());
  return shape;
}

Shape swap_last(Shape shape, bool transposed) {
  if (transposed && shape.size() >= 2) std::swap(shape[shape.size() - 1], shape[shape.size() - 2]);
  return shape;
}

Status expect_broadcast_to(const Shape& from, const Shape& to, const char* what) {
  const auto joined = broadcast(to, from);
  bool widens = !joined.ok() || joined->size() != to.size();
  for (size_t axis = 0; !widens && axis < to.size(); ++axis) {
    const auto before = to[axis].constant(), after = (*joined)[axis].constant();
    widens = before && after && *before != *after;
  }
  if (!widens) return {};
  return invalid_input(std::string(what) + " of shape " + to_string(from) +
                       " does not broadcast to " + to_string(to));
}

void add_matmul_rules(RuleTable& table) {
  table["MatMul"] = infer_matmul;
  table["Gemm"] = infer_gemm;
  table["Einsum"] = infer_einsum;
  table["Det"] = infer_square;
  table[table_key("com.microsoft", "Inverse")] = infer_square;
}

}  // namespace nightjar::network::rules
