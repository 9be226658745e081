// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Strings: normalised, joined, split and matched.
#include <algorithm>
#include <regex>
#include <set>

#include "kernels/host/host_op.h"
#include "kernels/host/letter_case.h"
#include "kernels/host/text_split.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;
using Answer = Result<std::vector<HostTensor>>;

Status expect_strings(const HostOpCall& call, size_t count) {
  NIGHTJAR_TRY(expect_host_inputs(call, count));
  for (size_t i = 0; i < count; ++i) {
    if (call.inputs[i].type() != DataType::kString) {
      return invalid_input("input " + std::to_string(i) + " does not hold strings");
    }
  }
  return {};
}

/// Strings without those that are in `unwanted`, compared in lower case or as they are.
std::vector<std::string> without(const std::vector<std::string>& strings,
                                 const std::vector<std::string>& unwanted, bool is_case_sensitive) {
  const auto form = [&](const std::string& text) {
    return is_case_sensitive ? text : in_case(text, LetterCase::kLower);
  };
  std::set<std::string> forms;
  for (const std::string& word : unwanted) forms.insert(form(word));
  std::vector<std::string> kept;
  for (const std::string& text : strings) {
    if (forms.count(form(text)) == 0) kept.push_back(text);
  }
  return kept;
}

Answer run_normalizer(const HostOpCall& call) {
  NIGHTJAR_TRY(expect_strings(call, 1));
  const std::string action = call.attributes.get_string("case_change_action", "NONE");
  if (action != "NONE" && action != "LOWER" && action != "UPPER") {
    return invalid_input("attribute 'case_change_action' is '" + action + "'");
  }
  Dims dims = call.inputs[0].dims();
  if (dims.empty() || dims.size() > 2 || (dims.size() == 2 && dims[0] != 1)) {
    return invalid_input("one row of strings is wanted");
  }
  const auto stop_words = call.attributes.get_strings("stopwords");
  std::vector<std::string> strings = call.inputs[0].strings();
  if (!stop_words.empty()) {
    strings = without(strings, stop_words, call.attributes.get_int("is_case_sensitive", 0) != 0);
  }
  if (action != "NONE") {
    const auto wanted = action == "LOWER" ? LetterCase::kLower : LetterCase::kUpper;
    for (std::string& text : strings) text = in_case(text, wanted);
  }
  if (strings.empty()) strings.emplace_back();
  dims.back() = static_cast<int64_t>(strings.size());
  return std::vector<HostTensor>{HostTensor::of_strings(std::move(dims), std::move(strings))};
}

/// For every element of the wider `dims`, the one of a tensor that broadcasts to them.
std::vector<int64_t> broadcast_offsets(const Dims& from, const Dims& dims) {
  const Dims strides = tensor::row_major_strides(from);
  std::vector<int64_t> offsets(static_cast<size_t>(tensor::element_count(dims)));
  for (size_t i = 0; i < offsets.size(); ++i) {
    auto rest = static_cast<int64_t>(i);
    for (size_t axis = dims.size(); axis-- > 0; rest /= dims[axis]) {
      const size_t missing = dims.size() - from.size();
      if (axis < missing || from[axis - missing] == 1) continue;
      offsets[i] += rest % dims[axis] * strides[axis - missing];
    }
  }
  return offsets;
}

Result<Dims> broadcast(Dims a, Dims b) {
  if (a.size() < b.size()) std::swap(a, b);
  b.insert(b.begin(), a.size() - b.size(), 1);
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i] && a[i] != 1 && b[i] != 1) {
      return invalid_input("shapes " + tensor::to_string(a) + " and " + tensor::to_string(b) +
                           " do not broadcast");
    }
    if (a[i] == 1) a[i] = b[i];
  }
  return a;
}

Answer run_concat(const HostOpCall& call) {
  NIGHTJAR_TRY(expect_strings(call, 2));
  const HostTensor &a = call.inputs[0], &b = call.inputs[1];
  NIGHTJAR_ASSIGN(Dims dims, broadcast(a.dims(), b.dims()));
  const auto from_a = broadcast_offsets(a.dims(), dims), from_b = broadcast_offsets(b.dims(), dims);
  std::vector<std::string> joined;
  for (size_t i = 0; i < from_a.size(); ++i) {
    joined.push_back(a.strings()[static_cast<size_t>(from_a[i])] +
                     b.strings()[static_cast<size_t>(from_b[i])]);
  }
  return std::vector<HostTensor>{HostTensor::of_strings(std::move(dims), std::move(joined))};
}

Answer run_split(const HostOpCall& call) {
  NIGHTJAR_TRY(expect_strings(call, 1));
  const HostTensor& x = call.inputs[0];
  const std::string delimiter = call.attributes.get_string("delimiter", "");
  const int64_t most = call.attributes.get_int("maxsplit", -1);
  std::vector<std::vector<std::string>> rows;
  HostTensor counts(DataType::kInt64, x.dims());
  size_t longest = 0;
  for (size_t i = 0; i < x.strings().size(); ++i) {
    rows.push_back(split_text(x.strings()[i], delimiter, most));
    counts.as<int64_t>()[i] = static_cast<int64_t>(rows.back().size());
    longest = std::max(longest, rows.back().size());
  }
  Dims dims = x.dims();
  dims.push_back(static_cast<int64_t>(longest));
  NIGHTJAR_TRY(tensor::checked_element_count(dims));
  std::vector<std::string> parts;
  for (auto& row : rows) {
    row.resize(longest);
    parts.insert(parts.end(), row.begin(), row.end());
  }
  return std::vector<HostTensor>{HostTensor::of_strings(std::move(dims), std::move(parts)),
                                 std::move(counts)};
}

Answer run_match(const HostOpCall& call) {
  NIGHTJAR_TRY(expect_strings(call, 1));
  const std::string pattern = call.attributes.get_string("pattern", "");
  // The polynomial engine's time and stack stay bounded whatever pattern and text are.
  constexpr auto kFlags = std::regex_constants::ECMAScript | std::regex_constants::__polynomial;
  try {
    const std::regex expression(pattern, kFlags);
    HostTensor matches(DataType::kBool, call.inputs[0].dims());
    const auto& strings = call.inputs[0].strings();
    for (size_t i = 0; i < strings.size(); ++i) {
      matches.as<uint8_t>()[i] = std::regex_match(strings[i], expression) ? 1 : 0;
    }
    return std::vector<HostTensor>{std::move(matches)};
  } catch (const std::regex_error&) {
    return invalid_input("attribute 'pattern' is no regular expression: '" + pattern + "'");
  }
}

}  // namespace

void add_text_host_ops(HostOpTable& table) {
  table["StringNormalizer"] = run_normalizer;
  table["StringConcat"] = run_concat;
  table["StringSplit"] = run_split;
  table["RegexFullMatch"] = run_match;
}

}  // namespace nightjar::kernels
