// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Random numbers and unit matrices: tensors that come from a shape.
#include "engine/network/rules/arguments.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

Result<DataType> type_named(const RuleInput& in, const char* attribute, DataType fallback) {
  if (!in.op.attributes.has(attribute)) return fallback;
  const int64_t number = in.op.attributes.get_int(attribute, 0);
  const bool is_number = number > 0 && number < tensor::kDataTypeCount;
  const auto type = is_number ? static_cast<DataType>(number) : DataType::kUndefined;
  if (tensor::is_float(type) || tensor::is_integer(type) || type == DataType::kBool) return type;
  return invalid_input("attribute '" + std::string(attribute) + "' is " + std::to_string(number) +
                       ", not a type of numbers");
}

Result<DataType> float_named(const RuleInput& in, DataType fallback) {
  NIGHTJAR_ASSIGN(const DataType type, type_named(in, "dtype", fallback));
  if (tensor::is_float(type)) return type;
  return invalid_input("random numbers of type " + std::string(name_of(type)) +
                       " are not supported");
}

Outputs infer_random(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 0, 0));
  NIGHTJAR_ASSIGN(const DataType type, float_named(in, DataType::kFloat32));
  if (!in.op.attributes.has("shape")) return invalid_input("attribute 'shape' is missing");
  return one_output(type, tensor::to_shape(in.op.attributes.get_ints("shape")));
}

Outputs infer_random_like(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_ASSIGN(const DataType type, float_named(in, type_of(in, 0)));
  return one_output(type, shape_of(in, 0));
}

Outputs infer_bernoulli(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_TRY(expect_float(in, 0));
  NIGHTJAR_ASSIGN(const DataType type, type_named(in, "dtype", type_of(in, 0)));
  return one_output(type, shape_of(in, 0));
}

/// Multinomial (X [batch, classes]): draws of class numbers by unnormalised log probabilities.
Outputs infer_multinomial(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_TRY(expect_float(in, 0));
  NIGHTJAR_TRY(expect_rank(in, 0, 2, 2));
  NIGHTJAR_ASSIGN(const DataType type, type_named(in, "dtype", DataType::kInt32));
  if (type != DataType::kInt32 && type != DataType::kInt64) {
    return invalid_input("draws are int32 or int64, not " + std::string(name_of(type)));
  }
  const int64_t draws = in.op.attributes.get_int("sample_size", 1);
  if (draws < 1) return invalid_input("attribute 'sample_size' is not a positive number");
  return one_output(type, {shape_of(in, 0)[0], Dim(draws)});
}

Outputs infer_eye_like(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_TRY(expect_rank(in, 0, 2, 2));
  NIGHTJAR_ASSIGN(const DataType type, type_named(in, "dtype", type_of(in, 0)));
  return one_output(type, shape_of(in, 0));
}

}  // namespace

void add_generate_rules(RuleTable& table) {
  for (const char* type : {"RandomNormal", "RandomUniform"}) table[type] = infer_random;
  for (const char* type : {"RandomNormalLike", "RandomUniformLike"}) {
    table[type] = infer_random_like;
  }
  table["Bernoulli"] = infer_bernoulli;
  table["Multinomial"] = infer_multinomial;
  table["EyeLike"] = infer_eye_like;
}

}  // namespace nightjar::network::rules
