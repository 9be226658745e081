// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Generated kernels that make each element of one output from one element of each input.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/tensor/data_type.h"
#include "engine/tensor/shape.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels::cuda {

/// `body` assigns `result` from x0, x1, …, all of type `compute`: "const C s0 = f_add(x0, x1);
/// result = s0;".
struct ElementwiseSource {
  std::string compute;  ///< "float", "double", "i64" or "u64".
  std::string body;
  std::vector<tensor::DataType> inputs;
  tensor::DataType output = tensor::DataType::kFloat32;

  std::string to_string() const;
};

/// How the inputs are walked along with the output: its extents, and each input's strides over
/// them. The output itself is dense.
struct ElementwiseWalk {
  static constexpr size_t kMaxAxes = 8;
  tensor::Dims extents;
  std::vector<tensor::Dims> strides;

  /// Leaves out axes of extent 1 and merges neighbours that all inputs see as one.
  void simplify();
};

/// More inputs do not fit a launch.
inline constexpr size_t kMaxElementwiseInputs = 32;

/// Machine code of the source for the device.
Result<Prepared> prepare_elementwise(const ElementwiseSource& source, device::Device& device);
/// `types` of the inputs, then of the output; `code` is what prepare left.
Result<std::unique_ptr<Launchable>> open_elementwise(const std::vector<tensor::DataType>& types,
                                                     ElementwiseWalk walk,
                                                     std::span<const std::byte> code);

}  // namespace nightjar::kernels::cuda
