// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Floats to small integers and back.
#include "engine/network/rules/arguments.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

/// The type an attribute names, or `fallback` when it is absent or 0.
Result<DataType> named_type(const Op& op, const char* attribute, DataType fallback) {
  const int64_t number = op.attributes.get_int(attribute, 0);
  if (number == 0) return fallback;
  const bool in_range = number > 0 && number < tensor::kDataTypeCount;
  if (in_range) return static_cast<DataType>(number);
  return invalid_input(std::string("attribute '") + attribute + "' is " + std::to_string(number) +
                       ", not a type");
}

/// Scales are one number, one per extent of the axis, or blocks along it.
Status expect_scales(const RuleInput& in) {
  const Shape &x = shape_of(in, 0), &scale = shape_of(in, 1);
  const auto is_single = [&in](size_t index) {
    return tensor::element_count(shape_of(in, index)).constant() == 1;
  };
  if (given(in, 2) && !(is_single(1) && is_single(2))) {
    const auto points = agree(scale, shape_of(in, 2), "scale and zero point");
    if (!points.ok()) return points.error();
  }
  if (is_single(1)) return {};
  NIGHTJAR_ASSIGN(const int axis, normalize_axis(in.op.attributes.get_int("axis", 1), x.size()));
  if (scale.size() == 1) {
    const auto extent = agree(scale[0], x[static_cast<size_t>(axis)], "scales and the axis");
    return extent.ok() ? Status() : Status(extent.error());
  }
  if (scale.size() == x.size() && in.op.attributes.get_int("block_size", 0) >= 0) return {};
  return invalid_input("scale of shape " + to_string(scale) + " does not fit X of shape " +
                       to_string(x));
}

Outputs infer_quantize(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 3));
  NIGHTJAR_TRY(expect_scales(in));
  const DataType fallback = given(in, 2) ? type_of(in, 2) : DataType::kUInt8;
  NIGHTJAR_ASSIGN(const DataType type, named_type(in.op, "output_dtype", fallback));
  if (given(in, 2) && type != type_of(in, 2)) {
    return invalid_input("output_dtype and zero point have different types");
  }
  return one_output(type, shape_of(in, 0));
}

Outputs infer_dequantize(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 3));
  NIGHTJAR_TRY(expect_scales(in));
  if (given(in, 2) && type_of(in, 2) != type_of(in, 0)) {
    return invalid_input("X and zero point have different types");
  }
  NIGHTJAR_ASSIGN(const DataType type, named_type(in.op, "output_dtype", type_of(in, 1)));
  return one_output(type, shape_of(in, 0));
}

}  // namespace

void add_quantize_rules(RuleTable& table) {
  table["QuantizeLinear"] = infer_quantize;
  table["DequantizeLinear"] = infer_dequantize;
}

}  // namespace nightjar::network::rules
