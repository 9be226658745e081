// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/lower/rules/pointwise_lowering.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "engine/lower/rules/rule.h"
#include "engine/tensor/integer_range.h"

namespace nightjar::lower::rules {
namespace {

using tensor::Dim;
using tensor::Layout;
using tensor::Shape;

bool is_one(const Dim& extent) { return extent.constant() == 1; }

/// A constant is row-major whatever the layout: its extents move to where the axes lie in memory,
/// which keeps its bytes as long as the axes longer than 1 keep their order.
std::optional<Shape> move_axes(const Shape& shape, Layout layout, size_t rank) {
  Shape logical(rank, Dim(1));
  std::copy(shape.begin(), shape.end(), logical.end() - static_cast<std::ptrdiff_t>(shape.size()));
  const auto longer = std::count_if(logical.begin(), logical.end(),
                                    [](const Dim& extent) { return !is_one(extent); });
  if (longer == 0) return Shape(rank + (layout == Layout::kChannelsBlocked16 ? 1 : 0), Dim(1));
  const bool has_channels = !is_one(logical[1]);
  if (layout == Layout::kChannelsBlocked16) {
    Shape moved = logical;
    moved.push_back(Dim(1));
    if (!has_channels) return moved;
    const auto channels = logical[1].constant();
    if (longer > 1 || !channels || *channels % tensor::kChannelBlock != 0) return std::nullopt;
    moved[1] = Dim(*channels / tensor::kChannelBlock);
    moved.back() = Dim(tensor::kChannelBlock);
    return moved;
  }
  const bool has_spatial = std::any_of(logical.begin() + 2, logical.end(),
                                       [](const Dim& extent) { return !is_one(extent); });
  if (has_channels && has_spatial) return std::nullopt;
  return tensor::physical_shape(layout, logical);
}

}  // namespace

Result<Argument> broadcast_in_memory(Argument argument, bool is_constant, Layout layout,
                                     size_t rank) {
  if (layout == Layout::kRowMajor && argument.desc.layout == Layout::kRowMajor) return argument;
  const bool is_scalar =
      std::all_of(argument.desc.shape.begin(), argument.desc.shape.end(), is_one);
  if (argument.desc.layout == layout && argument.desc.shape.size() == rank) {
    argument.desc = in_memory(argument.desc);
    return argument;
  }
  const auto moved = (is_constant || is_scalar) && argument.desc.shape.size() <= rank
                         ? move_axes(argument.desc.shape, layout, rank)
                         : std::nullopt;
  if (!moved) {
    return unsupported(fmt::format("an operand {} cannot be broadcast in layout {}",
                                   tensor::to_string(argument.desc), tensor::name_of(layout)));
  }
  argument.desc = {argument.desc.type, *moved, Layout::kRowMajor};
  return argument;
}

std::optional<double> scalar_value(const Lowering& lowering, size_t index) {
  const tensor::HostTensor* constant = lowering.constant(index);
  if (constant == nullptr || constant->count() != 1) return std::nullopt;
  if (tensor::is_float(constant->type())) return constant->value_at(0);
  constexpr int64_t kExact = int64_t{1} << 53;
  const int64_t value = constant->integer_at(0);
  // The upper half of uint64 comes as negative numbers.
  if (constant->type() == tensor::DataType::kUInt64 && value < 0) return std::nullopt;
  const bool is_exact = value <= kExact && value >= -kExact;
  return is_exact ? std::optional(static_cast<double>(value)) : std::nullopt;
}

void add_expression(Lowering& lowering, const Expression& expression,
                    const std::vector<Argument>& inputs, const Argument& output,
                    const std::string& compute) {
  kernels::Problem asked{.family = "pointwise", .attributes = {}, .inputs = {}, .outputs = {}};
  asked.attributes.set("expression", expression.to_string());
  if (!compute.empty()) asked.attributes.set("compute", compute);
  lowering.add_step(std::move(asked), inputs, {output});
}

Result<LoweredOp> lower_expression(Lowering& lowering, const Expression& expression,
                                   const std::string& compute) {
  const Layout layout = lowering.output().desc.layout;
  const size_t rank = lowering.output().desc.shape.size();
  std::vector<Argument> arguments;
  std::vector<Expression> replacements;
  for (size_t i = 0; i < expression.input_count(); ++i) {
    if (!expression.reads(i)) {
      replacements.push_back(Expression::number(0));
      continue;
    }
    if (const auto value = scalar_value(lowering, i)) {
      replacements.push_back(Expression::number(*value));
      continue;
    }
    NIGHTJAR_ASSIGN(Argument argument,
                    broadcast_in_memory(lowering.input_argument(i), lowering.constant(i) != nullptr,
                                        layout, rank));
    replacements.push_back(Expression::input(arguments.size()));
    arguments.push_back(std::move(argument));
  }
  add_expression(lowering, expression.substitute(replacements), arguments,
                 lowering.output_in_memory(), compute);
  return lowering.take();
}

Expression clipped_to(tensor::DataType type, const std::string& text) {
  const tensor::IntegerRange range = tensor::integer_range(type);
  return expression_of(
      fmt::format("clip({}, {}, {})", text, number_text(range.low), number_text(range.high)));
}

Expression expression_of(const std::string& text) {
  auto parsed = Expression::parse(text);
  NIGHTJAR_CHECK(parsed.ok(), text.c_str());
  return *std::move(parsed);
}

std::string number_text(double value) { return Expression::number(value).to_string(); }

bool pointwise_supports_layout(const Lowering& lowering, Layout layout) {
  if (!lowering.has_output(0)) return false;
  const size_t rank = lowering.output().desc.shape.size();
  if (!tensor::layout_fits(layout, lowering.output().desc.shape)) return false;
  for (size_t i = 0; i < lowering.op().inputs.size(); ++i) {
    if (!lowering.has_input(i)) continue;
    Argument argument = lowering.input_argument(i);
    const bool is_constant = lowering.constant(i) != nullptr;
    const bool moves = !is_constant && argument.desc.shape.size() == rank &&
                       tensor::layout_fits(layout, argument.desc.shape);
    argument.desc.layout = moves ? layout : Layout::kRowMajor;
    if (!broadcast_in_memory(argument, is_constant, layout, rank).ok()) return false;
  }
  return true;
}

}  // namespace nightjar::lower::rules
