// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What shape rules ask of their op: inputs by position, their known elements, and answers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/network/shape_rule.h"

namespace nightjar::network::rules {

using tensor::DataType;
using tensor::Dim;
using tensor::Dims;
using tensor::Shape;
using tensor::TensorDesc;

/// What a rule returns.
using Outputs = Result<std::vector<OutputFacts>>;

/// Refuses a wrong number of inputs, or an absent one among the first `required`.
Status expect_inputs(const RuleInput& in, size_t required, size_t at_most);
/// Refuses inputs (absent ones aside) whose types differ from the first of them.
Status expect_same_type(const RuleInput& in, size_t first, size_t last);
Status expect_float(const RuleInput& in, size_t index);
Status expect_rank(const RuleInput& in, size_t index, size_t low, size_t high = 64);

bool given(const RuleInput& in, size_t index);
const Shape& shape_of(const RuleInput& in, size_t index);
DataType type_of(const RuleInput& in, size_t index);

/// The elements of an input where every one is a known integer.
std::optional<std::vector<int64_t>> known_integers(const RuleInput& in, size_t index);
/// An input whose value a shape depends on, or the attribute of older forms; the error names it.
Result<std::vector<int64_t>> need_integers(const RuleInput& in, size_t index, const char* what);

/// An extent that only running the op can tell; equal for equal `number` of the same op.
Dim unknown_extent(const RuleInput& in, size_t number);
Shape unknown_shape(const RuleInput& in, size_t rank);
/// How many elements an input has, for ranks that follow from it; the error names `what`.
Result<size_t> need_count(const RuleInput& in, size_t index, const char* what);

/// Axes wrapped, in range and distinct; sorted.
Result<std::vector<size_t>> normalize_axes(const std::vector<int64_t>& axes, size_t rank);

/// One extent from two that must agree; a constant wins over a symbol. The error names both.
Result<Dim> agree(const Dim& a, const Dim& b, const char* what);
Result<Shape> agree(const Shape& a, const Shape& b, const char* what);

std::vector<OutputFacts> one_output(DataType type, Shape shape);
std::vector<OutputFacts> same_as(const RuleInput& in, size_t index);

}  // namespace nightjar::network::rules
