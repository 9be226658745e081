// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// MatMul, Gemm and the fused product.
#include "engine/lower/rules/matmul_lowering.h"
#include "engine/lower/rules/pointwise_lowering.h"
#include "engine/lower/rules/rule.h"
#include "engine/lower/rules/window_lowering.h"
#include "kernels/gemm/gemm.h"

namespace nightjar::lower::rules {

using tensor::Dim;
using tensor::Shape;

namespace {

Result<LoweredOp> lower_matmul(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  const kernels::GemmProblem problem;
  lowering.add_step(
      problem.to_problem(),
      {as_matrix(lowering.input_argument(0), true), as_matrix(lowering.input_argument(1), false),
       Argument{}, Argument{}},
      {reshaped(lowering.output_argument(),
                product_shape(lowering.output().desc.shape, lowering.rank(0), lowering.rank(1)))});
  return lowering.take();
}

/// beta * C, as a value of its own when beta is not 1.
Argument scaled_bias(Lowering& lowering, double beta) {
  Argument bias = lowering.input_argument(2);
  if (beta == 1 || bias.operand.kind == Operand::Kind::kAbsent) return bias;
  const Argument scaled = lowering.add_temporary(bias.desc);
  add_expression(lowering, expression_of("mul(in0, " + number_text(beta) + ")"), {bias}, scaled);
  return scaled;
}

Result<LoweredOp> lower_gemm(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  const auto& attributes = lowering.attributes();
  kernels::GemmProblem problem;
  problem.trans_a = attributes.get_int("transA", 0) != 0;
  problem.trans_b = attributes.get_int("transB", 0) != 0;
  problem.alpha = static_cast<float>(attributes.get_float("alpha", 1));
  const auto beta = static_cast<float>(attributes.get_float("beta", 1));
  const Argument bias = beta == 0 ? Argument{} : scaled_bias(lowering, beta);
  lowering.add_step(problem.to_problem(),
                    {lowering.input_argument(0), lowering.input_argument(1), bias, Argument{}},
                    {lowering.output_argument()});
  return lowering.take();
}

Result<LoweredOp> lower_fused_gemm(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  if (lowering.rank(0) < 2 || lowering.rank(1) < 2) {
    return invalid_input("operands must be matrices");
  }
  const auto& attributes = lowering.attributes();
  kernels::GemmProblem problem;
  problem.trans_a = attributes.get_int("transA", 0) != 0;
  problem.trans_b = attributes.get_int("transB", 0) != 0;
  problem.alpha = static_cast<float>(attributes.get_float("scale", 1));
  NIGHTJAR_ASSIGN(problem.activation, read_activation(lowering));
  lowering.add_step(problem.to_problem(),
                    {lowering.input_argument(0), lowering.input_argument(1),
                     lowering.input_argument(2), lowering.input_argument(3)},
                    {lowering.output_argument()});
  return lowering.take();
}

}  // namespace

Argument as_matrix(Argument argument, bool is_left) {
  if (argument.desc.shape.size() != 1) return argument;
  const Dim count = argument.desc.shape[0];
  return reshaped(std::move(argument), is_left ? Shape{Dim(1), count} : Shape{count, Dim(1)});
}

Shape product_shape(Shape shape, size_t left_rank, size_t right_rank) {
  if (left_rank == 1) {
    const auto before_columns = shape.end() - (right_rank == 1 ? 0 : 1);
    shape.insert(before_columns, Dim(1));
  }
  if (right_rank == 1) shape.push_back(Dim(1));
  return shape;
}

void add_matmul_rules(RuleTable& table) {
  table["MatMul"] = {lower_matmul, nullptr};
  table["Gemm"] = {lower_gemm, nullptr};
  table["nightjar::FusedGemm"] = {lower_fused_gemm, nullptr};
}

}  // namespace nightjar::lower::rules
