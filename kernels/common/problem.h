// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What a kernel is asked: a family, its attributes, and descriptions of its operands.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"
#include "engine/tensor/attributes.h"
#include "engine/tensor/tensor_desc.h"

namespace nightjar::kernels {

/// One question to a family of kernels. Pure data: prints, digests and serialises itself. Each
/// family documents its operands and attributes in kernels/<family>/<family>.h.
struct Problem {
  std::string family;
  tensor::Attributes attributes;
  std::vector<tensor::TensorDesc> inputs;  ///< Type kUndefined for an absent one.
  std::vector<tensor::TensorDesc> outputs;
  /// Integers beside the operands that may depend on symbols, such as the starts of a slice.
  tensor::Shape parameters = {};

  bool operator==(const Problem&) const = default;

  /// The same problem with every shape evaluated.
  Result<Problem> bind(const tensor::SymbolValues& symbols) const;
  /// "conv strides=[2,2] (float32[1x3x224x224], …) -> float32[1x64x112x112]"
  std::string to_string() const;
  std::string digest() const;
  void write(ByteWriter& out) const;
  static Result<Problem> read(ByteReader& in);
};

/// The extents of an operand of a bound problem.
tensor::Dims dims_of(const tensor::TensorDesc& desc);

}  // namespace nightjar::kernels
