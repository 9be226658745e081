// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Expressions over the inputs of an op: how elementwise rules speak, and what fusion composes.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/lower/lowering.h"
#include "kernels/pointwise/expression.h"

namespace nightjar::lower::rules {

using kernels::pointwise::Expression;
using kernels::pointwise::Function;

/// An argument as the pointwise kernel reads it beside an output that lies in `layout` with
/// `rank` logical axes: broadcasting happens in memory order. Fails for what would need a copy.
Result<Argument> broadcast_in_memory(Argument argument, bool is_constant, tensor::Layout layout,
                                     size_t rank);

/// The value of input `index` when it is a constant of one element that an expression can hold.
std::optional<double> scalar_value(const Lowering& lowering, size_t index);

/// Adds one pointwise step that writes output 0; in_k of the expression is op input k. Inputs that
/// are one-element constants become numbers. `compute` as in the pointwise family, "" to derive it.
Result<LoweredOp> lower_expression(Lowering& lowering, const Expression& expression,
                                   const std::string& compute = "");
/// The same over any arguments, which must broadcast to `output` as they are.
void add_expression(Lowering& lowering, const Expression& expression,
                    const std::vector<Argument>& inputs, const Argument& output,
                    const std::string& compute = "");

/// The expression kept within what the integer type holds.
Expression clipped_to(tensor::DataType type, const std::string& text);
/// Parses an expression of ours.
Expression expression_of(const std::string& text);
/// A number as it is written in expressions.
std::string number_text(double value);

bool pointwise_supports_layout(const Lowering& lowering, tensor::Layout layout);

}  // namespace nightjar::lower::rules
