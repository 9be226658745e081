// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Operators on strings, and the counting of n-grams.
#include <algorithm>

#include "engine/network/rules/arguments.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

Status expect_strings(const RuleInput& in, size_t index) {
  if (type_of(in, index) == DataType::kString) return {};
  return invalid_input("input " + std::to_string(index) + " is " +
                       std::string(name_of(type_of(in, index))) + ", strings are wanted");
}

Outputs infer_normalizer(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_TRY(expect_strings(in, 0));
  NIGHTJAR_TRY(expect_rank(in, 0, 1, 2));
  Shape shape = shape_of(in, 0);
  // At least one string is left, an empty one when all of them are stop words.
  if (in.op.attributes.has("stopwords")) shape.back() = unknown_extent(in, 0);
  return one_output(DataType::kString, std::move(shape));
}

Outputs infer_concat(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 2));
  NIGHTJAR_TRY(expect_strings(in, 0));
  NIGHTJAR_TRY(expect_strings(in, 1));
  NIGHTJAR_ASSIGN(Shape shape, broadcast(shape_of(in, 0), shape_of(in, 1)));
  return one_output(DataType::kString, std::move(shape));
}

Outputs infer_split(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_TRY(expect_strings(in, 0));
  Shape shape = shape_of(in, 0);
  shape.push_back(unknown_extent(in, 0));
  auto outputs = one_output(DataType::kString, std::move(shape));
  outputs.push_back({TensorDesc{DataType::kInt64, shape_of(in, 0)}, std::nullopt});
  return outputs;
}

Outputs infer_match(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_TRY(expect_strings(in, 0));
  return one_output(DataType::kBool, shape_of(in, 0));
}

/// TfIdfVectorizer: a row of counts has a place for each index that is named.
Outputs infer_ngram_counts(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_TRY(expect_rank(in, 0, 1, 2));
  const auto indexes = in.op.attributes.get_ints("ngram_indexes");
  if (indexes.empty()) return invalid_input("attribute 'ngram_indexes' is missing");
  const auto [lowest, highest] = std::minmax_element(indexes.begin(), indexes.end());
  if (*lowest < 0 || *highest >= int64_t{1} << 31) {
    return invalid_input("attribute 'ngram_indexes' holds " +
                         std::to_string(*lowest < 0 ? *lowest : *highest));
  }
  Shape shape = shape_of(in, 0);
  shape.back() = Dim(*highest + 1);
  return one_output(DataType::kFloat32, std::move(shape));
}

}  // namespace

void add_text_rules(RuleTable& table) {
  table["StringNormalizer"] = infer_normalizer;
  table["StringConcat"] = infer_concat;
  table["StringSplit"] = infer_split;
  table["RegexFullMatch"] = infer_match;
  table["TfIdfVectorizer"] = infer_ngram_counts;
}

}  // namespace nightjar::network::rules
