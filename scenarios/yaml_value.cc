// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/yaml_value.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <set>

#include "scenarios/bounds.h"

namespace nightjar::scenarios {
namespace {

Place place_of(const YAML::Mark& mark) { return {mark.line + 1, mark.column + 1}; }

/// The number at the start of `text`, and what follows it.
std::optional<std::pair<double, std::string>> split_number(const std::string& text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, problem] = std::from_chars(text.data(), end, number);
  if (problem != std::errc() || !std::isfinite(number)) return std::nullopt;
  return std::pair{number, std::string(rest, end)};
}

std::optional<double> unit_ns(const std::string& unit) {
  if (unit == "ns") return 1.0;
  if (unit == "us") return 1e3;
  if (unit == "ms") return 1e6;
  if (unit == "s") return 1e9;
  if (unit == "m") return 60e9;
  return std::nullopt;
}

const char* type_name(const YAML::Node& node) {
  if (node.IsMap()) return "a map";
  if (node.IsSequence()) return "a list";
  return node.IsNull() ? "empty" : "a value";
}

Error error_at(const std::string& file, Place place, const std::string& sentence) {
  return invalid_input(fmt::format("{}:{}:{}: {}", file, place.line, place.column, sentence));
}

std::string about_key(const std::string& key, const std::string& sentence) {
  return key.empty() ? sentence : fmt::format("key '{}': {}", key, sentence);
}

}  // namespace

Place YamlValue::place() const { return place_of(node_.Mark()); }

Error YamlValue::error(const std::string& sentence) const {
  return error_at(file_, place(), about_key(key_, sentence));
}

Error YamlValue::key_error(const std::string& sentence) const {
  return error_at(file_, key_place_, about_key(key_, sentence));
}

Result<std::string> YamlValue::text() const {
  if (!node_.IsScalar())
    return error(fmt::format("is {}, a single word is wanted", type_name(node_)));
  const std::string text = node_.Scalar();
  if (text.size() > kMaxTextBytes) {
    return error(fmt::format("has {} characters, the limit is {}", text.size(), kMaxTextBytes));
  }
  return text;
}

Result<int64_t> YamlValue::integer(int64_t low, int64_t high) const {
  NIGHTJAR_ASSIGN(const std::string word, text());
  int64_t number = 0;
  const char* end = word.data() + word.size();
  const auto [rest, problem] = std::from_chars(word.data(), end, number);
  if (problem == std::errc::invalid_argument || rest != end) {
    return error(fmt::format("'{}' is not a whole number", word));
  }
  if (problem != std::errc() || number < low || number > high) {
    return error(fmt::format("{} is outside of {} to {}", word, low, high));
  }
  return number;
}

Result<double> YamlValue::ratio(double high) const {
  NIGHTJAR_ASSIGN(const std::string word, text());
  const auto split = split_number(word);
  if (!split || (!split->second.empty() && split->second != "%")) {
    return error(fmt::format("'{}' is neither a number nor a percentage such as 5%", word));
  }
  const double number = split->second.empty() ? split->first : split->first / 100;
  if (number < 0 || number > high) {
    return error(fmt::format("{} is outside of 0 to {}", word, high));
  }
  return number;
}

Result<int64_t> YamlValue::duration_ns() const {
  NIGHTJAR_ASSIGN(const std::string word, text());
  const auto split = split_number(word);
  const auto unit = split ? unit_ns(split->second) : std::nullopt;
  if (!unit) {
    return error(fmt::format("'{}' is not a duration such as 200ms, 3s or 2m", word));
  }
  const double duration_ns = std::round(split->first * *unit);
  if (duration_ns < 0 || duration_ns > static_cast<double>(kMaxDurationNs)) {
    return error(fmt::format("{} is outside of 0s to 1440m", word));
  }
  return static_cast<int64_t>(duration_ns);
}

std::vector<YamlValue> YamlValue::list() const {
  if (!node_.IsSequence()) return {*this};
  std::vector<YamlValue> elements;
  for (const YAML::Node& element : node_) {
    elements.push_back(YamlValue(*this, key_, key_place_, element));
  }
  return elements;
}

Result<std::vector<YamlValue>> YamlValue::items() const {
  std::vector<YamlValue> elements = list();
  if (elements.empty()) return error("the list is empty");
  return elements;
}

Result<std::vector<std::pair<std::string, YamlValue>>> YamlValue::fields() const {
  if (!node_.IsMap()) {
    return error(fmt::format("is {}, a map of keys and values is wanted", type_name(node_)));
  }
  std::vector<std::pair<std::string, YamlValue>> fields;
  std::set<std::string> seen;
  for (const auto& pair : node_) {
    NIGHTJAR_ASSIGN(const std::string key, YamlValue(file_, pair.first).text());
    YamlValue value(*this, key, place_of(pair.first.Mark()), pair.second);
    if (!seen.insert(key).second) return value.key_error("is given twice");
    fields.emplace_back(key, std::move(value));
  }
  return fields;
}

Result<YamlValue> parse_yaml(const std::string& text, const std::string& file) {
  try {
    return YamlValue(file, YAML::Load(text));
  } catch (const YAML::Exception& problem) {
    return error_at(file, place_of(problem.mark), "not valid YAML: " + problem.msg);
  }
}

}  // namespace nightjar::scenarios
