// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Fourier transforms, windows and mel filters.
#include "kernels/signal/signal.h"

#include <fmt/format.h>

#include <algorithm>
#include <numbers>

#include "engine/lower/rules/pointwise_lowering.h"
#include "engine/lower/rules/rule.h"
#include "engine/lower/rules/steps.h"
#include "engine/network/shape_rule.h"

namespace nightjar::lower::rules {
namespace {

using kernels::SignalKind;
using kernels::SignalProblem;
using tensor::Dim;

Result<int64_t> known_integer(const Lowering& lowering, size_t index, const char* what) {
  NIGHTJAR_ASSIGN(const auto values, lowering.integers(index, what));
  if (values.size() == 1) return values.front();
  return invalid_input(std::string(what) + " must be one number");
}

Result<double> known_number(const Lowering& lowering, size_t index, const char* what) {
  if (const auto value = scalar_value(lowering, index)) return *value;
  return not_yet_known(std::string(what) + " must be known before running");
}

Result<LoweredOp> lower_dft(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  SignalProblem problem;
  int64_t axis = -2;
  if (lowering.has_input(2)) {
    NIGHTJAR_ASSIGN(axis, known_integer(lowering, 2, "the axis"));
  }
  NIGHTJAR_ASSIGN(problem.axis, network::normalize_axis(axis, lowering.rank()));
  problem.inverse = lowering.attributes().get_int("inverse", 0) != 0;
  problem.onesided = lowering.attributes().get_int("onesided", 0) != 0;
  if (lowering.has_input(1)) {
    NIGHTJAR_ASSIGN(problem.length, known_integer(lowering, 1, "the length"));
  } else {
    const auto& from =
        problem.inverse && problem.onesided ? lowering.output().desc : lowering.input(0).desc;
    const auto extent = from.shape[static_cast<size_t>(problem.axis)].constant();
    if (!extent) return not_yet_known("the length must be known before running");
    problem.length = *extent;
  }
  if (problem.length < 1) return invalid_input("the length must be positive");
  lowering.add_step(problem.to_problem(), {lowering.input_argument(0)},
                    {lowering.output_argument()});
  return lowering.take();
}

Result<LoweredOp> lower_stft(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  SignalProblem problem;
  problem.kind = SignalKind::kFrames;
  problem.onesided = lowering.attributes().get_int("onesided", 1) != 0;
  NIGHTJAR_ASSIGN(problem.step, known_integer(lowering, 1, "the step"));
  if (lowering.has_input(3)) {
    NIGHTJAR_ASSIGN(problem.length, known_integer(lowering, 3, "the length of a frame"));
  } else {
    const auto extent = lowering.input(2).desc.shape[0].constant();
    if (!extent) return not_yet_known("the length of the window must be known");
    problem.length = *extent;
  }
  if (problem.length < 1) return invalid_input("the length must be positive");
  Argument signal = lowering.input_argument(0);
  if (signal.desc.shape.size() == 2) signal.desc.shape.emplace_back(1);
  lowering.add_step(problem.to_problem(), {signal, lowering.input_argument(2)},
                    {lowering.output_argument()});
  return lowering.take();
}

Result<LoweredOp> lower_mel_weights(Lowering& lowering) {
  SignalProblem problem;
  problem.kind = SignalKind::kMelWeights;
  NIGHTJAR_ASSIGN(problem.length, known_integer(lowering, 1, "the length of the transform"));
  NIGHTJAR_ASSIGN(problem.sample_rate, known_integer(lowering, 2, "the sample rate"));
  NIGHTJAR_ASSIGN(problem.low, known_number(lowering, 3, "the lower edge"));
  NIGHTJAR_ASSIGN(problem.high, known_number(lowering, 4, "the upper edge"));
  lowering.add_step(problem.to_problem(), {}, {lowering.output_argument()});
  return lowering.take();
}

/// Cosines of how far an element is along the window.
Result<LoweredOp> lower_window(Lowering& lowering) {
  NIGHTJAR_ASSIGN(const int64_t size, known_integer(lowering, 0, "the size"));
  const bool is_periodic = lowering.attributes().get_int("periodic", 1) != 0;
  const auto intervals = static_cast<double>(std::max<int64_t>(is_periodic ? size : size - 1, 1));
  const double turn = 2 * std::numbers::pi / intervals;
  const auto cosine = [&](double times) {
    return fmt::format("cos(mul(in0, {}))", number_text(turn * times));
  };
  const std::string& type = lowering.op().type;
  std::string text = fmt::format("sub(0.5, mul(0.5, {}))", cosine(1));
  if (type == "HammingWindow") {
    const double alpha = 25.0 / 46.0;
    text =
        fmt::format("sub({}, mul({}, {}))", number_text(alpha), number_text(1 - alpha), cosine(1));
  } else if (type == "BlackmanWindow") {
    text = fmt::format("add(sub(0.42, mul(0.5, {})), mul(0.08, {}))", cosine(1), cosine(2));
  }
  add_expression(lowering, expression_of(text), {counted(lowering, Dim(size))},
                 lowering.output_argument(), "f64");
  return lowering.take();
}

}  // namespace

void add_signal_rules(RuleTable& table) {
  table["DFT"] = {lower_dft, nullptr};
  table["STFT"] = {lower_stft, nullptr};
  table["MelWeightMatrix"] = {lower_mel_weights, nullptr};
  for (const char* type : {"HannWindow", "HammingWindow", "BlackmanWindow"}) {
    table[type] = {lower_window, nullptr};
  }
}

}  // namespace nightjar::lower::rules
