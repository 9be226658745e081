// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What the names of one graph stand for, and how a graph inside of another sees the outer ones.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/network/network.h"

namespace nightjar::onnx {

/// The values of one graph by name. A scope inside of another that fills a network of its own
/// takes what it needs from there: constants are copied, other values become inputs.
class Scope {
 public:
  explicit Scope(network::Network& network, Scope* outer = nullptr)
      : network_(network), outer_(outer) {}

  Status define(const std::string& name, network::TensorId tensor);
  /// Whether find() would give something.
  bool sees(const std::string& name) const;
  /// The value in this scope's network; kAbsent for a parameter of a function that is not given.
  std::optional<network::TensorId> find(const std::string& name);

  bool defines(const std::string& name) const { return values_.count(name) != 0; }
  const std::map<std::string, network::TensorId>& values() const { return values_; }
  /// What was taken from the outer scope and became an input, by the ids of the outer network.
  const std::vector<network::TensorId>& captured() const { return captured_; }

 private:
  network::TensorId capture(const std::string& name, network::TensorId outside);

  network::Network& network_;
  Scope* outer_;
  std::map<std::string, network::TensorId> values_;
  std::map<std::string, network::TensorId> borrowed_;
  std::vector<network::TensorId> captured_;
};

}  // namespace nightjar::onnx
