// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/common/nominal.h"

namespace nightjar::kernels {
namespace {

constexpr int64_t kNominalExtent = 64;

void collect(const tensor::Shape& shape, std::vector<std::string>& names) {
  for (const tensor::Dim& dim : shape) dim.collect_symbols(names);
}

}  // namespace

Result<Problem> bind_nominal(const Problem& problem) {
  std::vector<std::string> names;
  for (const tensor::TensorDesc& desc : problem.inputs) collect(desc.shape, names);
  for (const tensor::TensorDesc& desc : problem.outputs) collect(desc.shape, names);
  collect(problem.parameters, names);
  tensor::SymbolValues values;
  for (const std::string& name : names) values[name] = kNominalExtent;
  if (!problem.inputs.empty() && !problem.inputs[0].shape.empty()) {
    std::vector<std::string> batch;
    problem.inputs[0].shape[0].collect_symbols(batch);
    for (const std::string& name : batch) values[name] = 1;
  }
  return problem.bind(values);
}

}  // namespace nightjar::kernels
