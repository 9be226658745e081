// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/recurrent/cell_activation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace nightjar::kernels::recurrent {
namespace {

using pointwise::Function;

/// ONNX's name, what it computes, and its default parameters.
struct Known {
  const char* name;
  Function function;
  bool has_alpha, has_beta;
  double alpha, beta;
};

constexpr Known kKnown[] = {
    {"affine", Function::kMultiply, true, true, 1.0, 0.0},
    {"elu", Function::kElu, true, false, 1.0, 0.0},
    {"hardsigmoid", Function::kHardSigmoid, true, true, 0.2, 0.5},
    {"leakyrelu", Function::kLeakyRelu, true, false, 0.01, 0.0},
    {"relu", Function::kRelu, false, false, 0.0, 0.0},
    {"scaledtanh", Function::kTanh, true, true, 1.0, 1.0},
    {"sigmoid", Function::kSigmoid, false, false, 0.0, 0.0},
    {"softplus", Function::kSoftplus, false, false, 0.0, 0.0},
    {"softsign", Function::kSoftsign, false, false, 0.0, 0.0},
    {"tanh", Function::kTanh, false, false, 0.0, 0.0},
    {"thresholdedrelu", Function::kThresholdedRelu, true, false, 1.0, 0.0},
};

std::vector<std::string> default_names(const RecurrentProblem& problem) {
  std::vector<std::string> names;
  for (int64_t i = 0; i < problem.directions(); ++i) {
    if (problem.cell == CellKind::kLstm) names.insert(names.end(), {"sigmoid", "tanh", "tanh"});
    if (problem.cell == CellKind::kGru) names.insert(names.end(), {"sigmoid", "tanh"});
    if (problem.cell == CellKind::kRnn) names.emplace_back("tanh");
  }
  return names;
}

/// Parameters are listed only for the functions that have them, in order.
double take(const std::vector<double>& values, size_t& next, double fallback) {
  return next < values.size() ? values[next++] : fallback;
}

}  // namespace

Result<std::vector<CellActivation>> cell_activations(const RecurrentProblem& problem) {
  const std::vector<std::string> defaults = default_names(problem);
  const auto& names = problem.activations.empty() ? defaults : problem.activations;
  if (names.size() != defaults.size()) {
    return invalid_input(fmt::format("recurrent: {} activations are wanted, {} are given.",
                                     defaults.size(), names.size()));
  }
  std::vector<CellActivation> activations;
  size_t next_alpha = 0, next_beta = 0;
  for (std::string name : names) {
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto known = std::find_if(std::begin(kKnown), std::end(kKnown),
                                    [&](const Known& entry) { return name == entry.name; });
    if (known == std::end(kKnown)) {
      return unsupported(fmt::format("recurrent: there is no activation '{}'.", name));
    }
    CellActivation activation;
    activation.function = known->function;
    if (known->has_alpha) activation.alpha = take(problem.alphas, next_alpha, known->alpha);
    if (known->has_beta) activation.beta = take(problem.betas, next_beta, known->beta);
    if (name == "scaledtanh") {
      activation.output_factor = activation.alpha;
      activation.input_factor = activation.beta;
    }
    activation.is_affine = name == "affine";
    activations.push_back(activation);
  }
  return activations;
}

template <typename C>
void CellActivation::apply(C* values, int64_t count, C* scratch) const {
  if (is_affine) {
    for (int64_t i = 0; i < count; ++i) values[i] = C(alpha) * values[i] + C(beta);
    return;
  }
  if (input_factor != 1) {
    for (int64_t i = 0; i < count; ++i) values[i] *= C(input_factor);
  }
  std::fill(scratch, scratch + count, C(alpha));
  std::fill(scratch + count, scratch + 2 * count, C(beta));
  pointwise::loop_of<C>(function)(function, {values, scratch, scratch + count, values, count});
  if (output_factor != 1) {
    for (int64_t i = 0; i < count; ++i) values[i] *= C(output_factor);
  }
}

template void CellActivation::apply(float*, int64_t, float*) const;
template void CellActivation::apply(double*, int64_t, double*) const;

}  // namespace nightjar::kernels::recurrent
