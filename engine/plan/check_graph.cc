// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/plan/check_graph.h"

#include <optional>

namespace nightjar::plan {
namespace {

constexpr int64_t kMostElements = int64_t{1} << 36;

class GraphCheck {
 public:
  explicit GraphCheck(const Plan& plan)
      : plan_(plan), is_input_(plan.tensors.size()), is_output_(plan.tensors.size()) {
    for (const TensorIndex index : plan.inputs) is_input_[static_cast<size_t>(index)] = true;
    for (const TensorIndex index : plan.outputs) is_output_[static_cast<size_t>(index)] = true;
    for (const PlanTensor& tensor : plan.tensors) {
      const bool is_root = tensor.alias_of == kAbsent;
      roots_.push_back(is_root ? static_cast<TensorIndex>(roots_.size())
                               : root_of(tensor.alias_of));
    }
  }

  Status run() const {
    for (size_t i = 0; i < plan_.tensors.size(); ++i) {
      NIGHTJAR_TRY(check_tensor(plan_.tensors[i], tensor_at(roots_[i])));
      NIGHTJAR_TRY(check_is_listed(i));
    }
    for (const PlanStep& step : plan_.steps) NIGHTJAR_TRY(check_step(step));
    return {};
  }

 private:
  const PlanTensor& tensor_at(TensorIndex index) const {
    return plan_.tensors[static_cast<size_t>(index)];
  }
  TensorIndex root_of(TensorIndex index) const { return roots_[static_cast<size_t>(index)]; }

  static Status check_tensor(const PlanTensor& tensor, const PlanTensor& root) {
    NIGHTJAR_ASSIGN(const std::optional<uint64_t> own, known_bytes(tensor));
    NIGHTJAR_ASSIGN(const std::optional<uint64_t> shared, known_bytes(root));
    if (own && shared && *own > *shared) {
      return invalid_input("tensor '" + tensor.name + "' is larger than '" + root.name +
                           "', whose bytes it shares");
    }
    const bool is_alias = &tensor != &root;
    if (is_alias && (tensor.role == TensorRole::kInput ||
                     (tensor.role == TensorRole::kConstant && root.role != TensorRole::kConstant) ||
                     (tensor.role == TensorRole::kOutput && is_read_only(root)))) {
      return invalid_input("tensor '" + tensor.name + "' cannot share the bytes of '" + root.name +
                           "': they are owned by different sides");
    }
    return {};
  }

  /// Nothing when it depends on symbols.
  static Result<std::optional<uint64_t>> known_bytes(const PlanTensor& tensor) {
    const auto dims = tensor::constant_dims(tensor.desc.shape);
    if (!dims) return std::optional<uint64_t>();
    NIGHTJAR_ASSIGN(const uint64_t bytes, checked_bytes(tensor, *dims));
    return std::optional(bytes);
  }

  static bool is_read_only(const PlanTensor& root) {
    return root.role == TensorRole::kConstant || root.role == TensorRole::kInput;
  }

  Status check_is_listed(size_t index) const {
    const PlanTensor& tensor = plan_.tensors[index];
    const bool is_missing = (tensor.role == TensorRole::kInput && !is_input_[index]) ||
                            (tensor.role == TensorRole::kOutput && !is_output_[index]);
    if (!is_missing) return {};
    return invalid_input("tensor '" + tensor.name +
                         "' is an input or output and not listed as one");
  }

  Status check_step(const PlanStep& step) const {
    for (const TensorIndex index : step.inputs) {
      if (index == kAbsent) continue;
      const PlanTensor& root = tensor_at(root_of(index));
      if (root.role != TensorRole::kConstant || root.weights.byte_count > 0) continue;
      NIGHTJAR_ASSIGN(const std::optional<uint64_t> bytes, known_bytes(root));
      if (bytes == std::optional<uint64_t>(0)) continue;
      return invalid_input("step '" + step.name + "' reads constant '" + root.name +
                           "', which has no bytes");
    }
    for (const TensorIndex index : step.outputs) {
      if (index == kAbsent || !is_read_only(tensor_at(root_of(index)))) continue;
      return invalid_input("step '" + step.name + "' writes to '" + tensor_at(index).name +
                           "', which is an input or a constant");
    }
    return {};
  }

  const Plan& plan_;
  std::vector<TensorIndex> roots_;
  std::vector<bool> is_input_, is_output_;  // one a tensor
};

}  // namespace

Result<uint64_t> checked_bytes(const PlanTensor& tensor, const tensor::Dims& dims) {
  const auto count = tensor::checked_element_count(dims);
  if (!count.ok()) return count.error().in("tensor '" + tensor.name + "'");
  if (*count > kMostElements) {
    return invalid_input("tensor '" + tensor.name + "' of " + tensor::to_string(dims) +
                         " has more elements than any machine can hold");
  }
  return tensor::bytes_for(tensor.desc.type, *count);
}

Status check_graph(const Plan& plan) { return GraphCheck(plan).run(); }

}  // namespace nightjar::plan
