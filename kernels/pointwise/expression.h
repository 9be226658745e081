// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A pointwise expression: a tree of calls over inputs and numbers, written as text.
//
//   expression := "in" index | number | function "(" expression ("," expression)* ")"
//   number     := a decimal number, "inf", "-inf" or "nan"
//
// Functions and their arity stand in functions.h: relu(add(in0, mul(in1, 2.5))).
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "kernels/pointwise/functions.h"

namespace nightjar::kernels::pointwise {

/// Immutable and cheap to copy.
class Expression {
 public:
  enum class Kind : uint8_t { kInput, kNumber, kCall };

  static Expression input(size_t index);
  static Expression number(double value);
  /// The number of arguments must be the function's arity.
  static Expression call(Function function, std::vector<Expression> arguments);
  /// Refuses unknown functions, a wrong arity, and text nested or long beyond reason.
  static Result<Expression> parse(std::string_view text);

  Kind kind() const;
  size_t input_index() const;  ///< Of a kInput.
  double value() const;        ///< Of a kNumber.
  Function function() const;   ///< Of a kCall, like the arguments.
  const std::vector<Expression>& arguments() const;

  /// One more than the highest input that occurs.
  size_t input_count() const;
  /// Whether input `index` occurs.
  bool reads(size_t index) const;
  /// Calls in the tree, shared ones counted each time.
  size_t call_count() const;
  /// The expression with input i replaced by `inputs[i]`: how a chain becomes one expression.
  Expression substitute(std::span<const Expression> inputs) const;
  /// Text that parse() reads back to an equal expression.
  std::string to_string() const;

 private:
  struct Node;
  explicit Expression(std::shared_ptr<const Node> node) : node_(std::move(node)) {}

  std::shared_ptr<const Node> node_;
};

}  // namespace nightjar::kernels::pointwise
