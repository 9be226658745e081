// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Whether storing a computed value changes it.
#include <algorithm>
#include <cmath>

#include "engine/tensor/integer_range.h"
#include "kernels/pointwise/pointwise.h"

namespace nightjar::kernels::pointwise {
namespace {

using tensor::DataType;

DataType own_type(Compute compute) {
  switch (compute) {
    case Compute::kFloat32:
      return DataType::kFloat32;
    case Compute::kFloat64:
      return DataType::kFloat64;
    case Compute::kInt64:
      return DataType::kInt64;
    case Compute::kUInt64:
      return DataType::kUInt64;
  }
  return DataType::kUndefined;
}

/// Functions that give 1 or 0.
bool gives_truth(const Expression& expression) {
  return expression.kind() == Expression::Kind::kCall &&
         expression.function() >= Function::kEqual &&
         expression.function() <= Function::kIsNegativeInfinity &&
         expression.function() != Function::kWhere;
}

bool is_whole(const Expression& expression, const PointwiseProblem& problem) {
  switch (expression.kind()) {
    case Expression::Kind::kInput:
      return tensor::is_integer(problem.inputs[expression.input_index()].type);
    case Expression::Kind::kNumber:
      return std::nearbyint(expression.value()) == expression.value();
    case Expression::Kind::kCall:
      break;
  }
  switch (expression.function()) {
    case Function::kFloor:
    case Function::kCeil:
    case Function::kRound:
    case Function::kTruncate:
      return true;
    case Function::kAdd:
    case Function::kSubtract:
    case Function::kMinimum:
    case Function::kMaximum:
    case Function::kClip:
      return std::all_of(expression.arguments().begin(), expression.arguments().end(),
                         [&](const Expression& each) { return is_whole(each, problem); });
    default:
      return false;
  }
}

/// Whole numbers clipped to what the integer type holds, as quantising gives them.
bool fits_integer(const PointwiseProblem& problem) {
  const Expression& root = problem.expression;
  if (root.kind() != Expression::Kind::kCall || root.function() != Function::kClip) return false;
  const Expression &low = root.arguments()[1], &high = root.arguments()[2];
  if (low.kind() != Expression::Kind::kNumber || high.kind() != Expression::Kind::kNumber) {
    return false;
  }
  const tensor::IntegerRange range = tensor::integer_range(problem.output.type);
  return low.value() >= range.low && high.value() <= range.high && is_whole(root, problem);
}

}  // namespace

bool may_stay_computed(const PointwiseProblem& problem) {
  const DataType type = problem.output.type;
  if (type == own_type(problem.compute)) return true;
  if (type == DataType::kBool) return gives_truth(problem.expression);
  if (tensor::is_integer(type)) return fits_integer(problem);
  const bool is_half = type == DataType::kFloat16 || type == DataType::kBFloat16;
  return is_half && problem.compute == Compute::kFloat32 &&
         problem.expression.kind() == Expression::Kind::kCall;
}

}  // namespace nightjar::kernels::pointwise
