// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A value of a YAML file that knows its place and its key, and turns into checked plain types.
#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "scenarios/suite.h"

namespace nightjar::scenarios {

/// For the parser's own files only: no other room sees YAML types.
class YamlValue {
 public:
  YamlValue(std::string file, YAML::Node node) : file_(std::move(file)), node_(std::move(node)) {}

  Place place() const;
  const std::string& key() const { return key_; }
  const std::string& file() const { return file_; }
  /// "FILE:LINE:COLUMN: key 'KEY': sentence".
  Error error(const std::string& sentence) const;
  /// The same, at the place of the key.
  Error key_error(const std::string& sentence) const;

  Result<std::string> text() const;
  Result<int64_t> integer(int64_t low, int64_t high) const;
  /// A plain number, or a percentage such as "5%".
  Result<double> ratio(double high) const;
  /// A number with its unit: "200ms", "1.5s", "2m".
  Result<int64_t> duration_ns() const;

  /// The elements of a list; anything else is a list of one.
  std::vector<YamlValue> list() const;
  /// The same; an empty list is refused.
  Result<std::vector<YamlValue>> items() const;
  /// The keys of a map with their values, in file order. A key given twice is refused.
  Result<std::vector<std::pair<std::string, YamlValue>>> fields() const;
  bool is_map() const { return node_.IsMap(); }

 private:
  YamlValue(const YamlValue& parent, std::string key, Place key_place, YAML::Node node)
      : file_(parent.file_), key_(std::move(key)), key_place_(key_place), node_(std::move(node)) {}

  std::string file_, key_;
  Place key_place_;
  YAML::Node node_;
};

/// The root of a document; the error names line and column of what is no YAML.
Result<YamlValue> parse_yaml(const std::string& text, const std::string& file);

}  // namespace nightjar::scenarios
