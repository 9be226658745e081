// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One op while it is being lowered: questions about its operands, and the steps so far.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/lower/lower.h"

namespace nightjar::lower {

/// An operand with the description a problem gives it, which may rename its axes.
struct Argument {
  Operand operand;
  tensor::TensorDesc desc;
};

/// Row-major with the extents that `desc` has in memory.
tensor::TensorDesc in_memory(const tensor::TensorDesc& desc);

class Lowering {
 public:
  Lowering(const network::Network& network, const network::Op& op) : network_(network), op_(op) {}

  const network::Op& op() const { return op_; }
  const network::Network& network() const { return network_; }
  const tensor::Attributes& attributes() const { return op_.attributes; }

  bool has_input(size_t index) const {
    return index < op_.inputs.size() && op_.inputs[index] != network::kAbsent;
  }
  bool has_output(size_t index) const {
    return index < op_.outputs.size() && op_.outputs[index] != network::kAbsent;
  }
  const network::Tensor& input(size_t index) const { return network_.tensor(op_.inputs[index]); }
  const network::Tensor& output(size_t index = 0) const {
    return network_.tensor(op_.outputs[index]);
  }
  size_t rank(size_t index = 0) const { return input(index).desc.shape.size(); }

  /// The bytes of a constant input; nullptr for an absent or computed one.
  const tensor::HostTensor* constant(size_t index) const;
  /// Integers known before running, as expressions over symbols.
  std::optional<std::vector<tensor::Dim>> elements(size_t index) const;
  /// The same where every one is a number; the error names `what` is missing.
  Result<std::vector<int64_t>> integers(size_t index, const char* what) const;
  /// Axis attribute, wrapped for the rank of input 0.
  Result<int64_t> axis(int64_t fallback) const;

  /// Operands under the layout they have, absent ones included.
  Argument input_argument(size_t index) const;
  Argument output_argument(size_t index = 0) const;
  /// The same, described by their extents in memory.
  Argument input_in_memory(size_t index) const;
  Argument output_in_memory(size_t index = 0) const;
  /// Refuses when an activation is not row-major.
  Status expect_row_major() const;
  /// Refuses when the tensors differ in layout, where the op keeps elements in their order.
  Status expect_one_layout() const;

  Argument add_temporary(tensor::TensorDesc desc);
  Argument add_constant(tensor::HostTensor value);
  /// Appends a step; the problem's operands are filled in from the arguments.
  void add_step(kernels::Problem problem, const std::vector<Argument>& inputs,
                const std::vector<Argument>& outputs);

  size_t step_count() const { return lowered_.steps.size(); }

  Error refuse(const std::string& reason) const { return unsupported(reason); }
  LoweredOp take() { return std::move(lowered_); }
  LoweredOp take_alias();

 private:
  const network::Network& network_;
  const network::Op& op_;
  LoweredOp lowered_;
};

/// `argument` under other extents of equal element count.
Argument reshaped(Argument argument, tensor::Shape shape);

}  // namespace nightjar::lower
