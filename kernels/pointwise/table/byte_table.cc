// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/pointwise/table/byte_table.h"

#include <algorithm>
#include <numeric>

namespace nightjar::kernels::pointwise {
namespace {

bool is_byte(tensor::DataType type) {
  return type == tensor::DataType::kInt8 || type == tensor::DataType::kUInt8;
}

}  // namespace

bool is_one_byte_each(const PointwiseProblem& problem) {
  return problem.inputs.size() == 1 && is_byte(problem.inputs[0].type) &&
         is_byte(problem.output.type) && problem.inputs[0].shape == problem.output.shape &&
         problem.expression.call_count() > 0;
}

Result<ByteTable> make_byte_table(const Problem& problem) {
  Problem all = problem;
  all.inputs[0].shape = all.outputs[0].shape = {tensor::Dim(256)};
  tensor::HostTensor bytes(problem.inputs[0].type, {256});
  std::iota(bytes.as<uint8_t>().begin(), bytes.as<uint8_t>().end(), uint8_t{0});
  NIGHTJAR_ASSIGN(const auto answers, plain_answer(all, std::array{bytes}));
  ByteTable table;
  std::ranges::copy(answers[0].as<uint8_t>(), table.begin());
  return table;
}

}  // namespace nightjar::kernels::pointwise
