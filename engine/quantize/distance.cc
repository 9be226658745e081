// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/quantize/distance.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/runtime/runtime.h"

namespace nightjar::quantize {

using reference::TensorsByName;
using tensor::HostTensor;

Distance distance(const HostTensor& expected, const HostTensor& found) {
  double squares = 0, found_squares = 0, product = 0, differences = 0;
  for (int64_t i = 0; i < std::min(expected.count(), found.count()); ++i) {
    const double right = expected.value_at(i), value = found.value_at(i);
    squares += right * right;
    found_squares += value * value;
    product += right * value;
    differences += (right - value) * (right - value);
  }
  if (expected.count() != found.count() || std::isnan(differences)) {
    return {std::numeric_limits<double>::infinity(), 0};
  }
  if (squares == 0) return {differences == 0 ? 0 : std::numeric_limits<double>::infinity(), 1};
  const double lengths = std::sqrt(squares * found_squares);
  return {std::sqrt(differences / squares), lengths > 0 ? product / lengths : 0};
}

double worst_error(const TensorsByName& expected, const TensorsByName& found) {
  double worst = 0;
  for (const auto& [name, values] : expected) {
    if (values.type() == tensor::DataType::kString) continue;
    worst = std::max(worst, distance(values, found.at(name)).error);
  }
  return worst;
}

Result<TensorsByName> run_plan(const build::BuildOutcome& outcome, const TensorsByName& inputs,
                               device::Device& device) {
  auto bytes = std::make_shared<std::vector<std::byte>>(outcome.bytes);
  NIGHTJAR_ASSIGN(plan::Plan plan, plan::read_plan(*bytes, bytes));
  NIGHTJAR_ASSIGN(auto engine, runtime::Engine::load(std::move(plan), device));
  NIGHTJAR_ASSIGN(auto context, runtime::Context::create(std::move(engine)));
  return context->run(inputs);
}

}  // namespace nightjar::quantize
