// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/onnx/read/scope.h"

namespace nightjar::onnx {

using network::kAbsent;
using network::TensorId;

Status Scope::define(const std::string& name, TensorId tensor) {
  if (name.empty()) return invalid_input("a value of the graph has no name");
  if (values_.emplace(name, tensor).second) return {};
  return invalid_input("the value '" + name + "' is given twice");
}

bool Scope::sees(const std::string& name) const {
  for (const Scope* scope = this; scope != nullptr; scope = scope->outer_) {
    if (scope->defines(name)) return true;
  }
  return false;
}

std::optional<TensorId> Scope::find(const std::string& name) {
  for (const auto* known : {&values_, &borrowed_}) {
    const auto found = known->find(name);
    if (found != known->end()) return found->second;
  }
  if (outer_ == nullptr) return std::nullopt;
  const auto outside = outer_->find(name);
  const bool is_here = &outer_->network_ == &network_;
  if (!outside || *outside == kAbsent || is_here) return outside;
  return borrowed_[name] = capture(name, *outside);
}

TensorId Scope::capture(const std::string& name, TensorId outside) {
  const network::Tensor& tensor = outer_->network_.tensor(outside);
  if (tensor.constant) return network_.add_constant(name, *tensor.constant);
  captured_.push_back(outside);
  return network_.add_input(name, tensor.desc, tensor.kind, tensor.described);
}

}  // namespace nightjar::onnx
