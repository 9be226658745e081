// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A small ordered bag of named values: attributes of network ops and of kernel problems.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace nightjar::tensor {

using AttributeValue = std::variant<int64_t, double, std::string, std::vector<int64_t>,
                                    std::vector<double>, std::vector<std::string>>;

/// Values by name, in name order, so that equal bags print and digest equally.
class Attributes {
 public:
  void set(const std::string& name, AttributeValue value) { values_[name] = std::move(value); }
  void erase(const std::string& name) { values_.erase(name); }
  bool has(const std::string& name) const { return values_.count(name) != 0; }

  /// The value, or the fallback when absent. A value of another kind counts as a broken promise;
  /// outside input is checked by kind before it gets here.
  int64_t get_int(const std::string& name, int64_t fallback) const;
  double get_float(const std::string& name, double fallback) const;
  std::string get_string(const std::string& name, const std::string& fallback) const;
  std::vector<int64_t> get_ints(const std::string& name,
                                const std::vector<int64_t>& fallback = {}) const;
  std::vector<double> get_floats(const std::string& name,
                                 const std::vector<double>& fallback = {}) const;
  std::vector<std::string> get_strings(const std::string& name) const;

  const std::map<std::string, AttributeValue>& values() const { return values_; }
  bool operator==(const Attributes&) const = default;

  /// "axis=1 pads=[1,1,1,1]", in name order.
  std::string to_string() const;
  void write(ByteWriter& out) const;
  static Result<Attributes> read(ByteReader& in);

 private:
  std::map<std::string, AttributeValue> values_;
};

}  // namespace nightjar::tensor
