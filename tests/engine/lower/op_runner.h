// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Networks of one op, and the steps they are lowered to, run with the plain tactics.
#pragma once

#include <string>
#include <vector>

#include "engine/lower/lower.h"
#include "engine/network/network.h"

namespace nightjar::lower::testing {

/// An operand of a one-op network; constants carry their value.
struct Given {
  tensor::HostTensor value;
  bool is_constant = false;
};

/// A network of one op over inputs "in0", "in1", …; absent where a value is undefined.
struct OneOp {
  network::Network network;
  network::OpId op = network::kNoOp;
};
Result<OneOp> make_op(const std::string& type, const tensor::Attributes& attributes,
                      const std::vector<Given>& operands, size_t output_count = 1);

/// Uniform in [-1, 1] from a fixed seed.
tensor::HostTensor random_tensor(const tensor::Dims& dims, uint64_t seed);

/// Runs the op; operands and outputs are given in the order their layouts have in memory.
Result<std::vector<tensor::HostTensor>> run_op(const OneOp& one,
                                               const std::vector<tensor::HostTensor>& operands);

/// Row-major elements in the order of `layout`, and back.
tensor::HostTensor to_layout(const tensor::HostTensor& value, tensor::Layout layout);
tensor::HostTensor from_layout(const tensor::HostTensor& value, tensor::Layout layout,
                               const tensor::Dims& dims);

}  // namespace nightjar::lower::testing
