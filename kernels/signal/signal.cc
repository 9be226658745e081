// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/signal/signal.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/signal/mel_weights.h"
#include "kernels/signal/transform_plain.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::TensorDesc;

constexpr std::array<std::string_view, 3> kKinds = {"dft", "frames", "mel_weights"};

bool is_real(const TensorDesc& desc) {
  return tensor::is_float(desc.type) && is_convertible(desc.type);
}

Status check(const SignalProblem& problem) {
  const auto refuse = [&](const char* reason) {
    return invalid_input(fmt::format("signal {}: {}.", name_of(problem.kind), reason));
  };
  if (problem.length < 1) return refuse("the length is not positive");
  if (problem.kind == SignalKind::kMelWeights) {
    const bool fits = problem.inputs.empty() && problem.output.shape.size() == 2 &&
                      is_convertible(problem.output.type) && problem.sample_rate > 0;
    return fits ? Status() : refuse("a matrix of numbers is wanted");
  }
  if (problem.inputs.empty() || !is_real(problem.inputs[0]) || !is_real(problem.output)) {
    return refuse("operands must be floats");
  }
  const size_t rank = problem.inputs[0].shape.size();
  if (problem.kind == SignalKind::kDft) {
    const bool fits = problem.output.shape.size() == rank && problem.axis >= 0 &&
                      problem.axis + 1 < static_cast<int64_t>(rank);
    return fits ? Status() : refuse("there is no such axis");
  }
  const bool has_window =
      problem.inputs.size() > 1 && problem.inputs[1].type != DataType::kUndefined;
  const bool fits = rank == 3 && problem.output.shape.size() == 4 && problem.step >= 1 &&
                    (!has_window || is_real(problem.inputs[1]));
  return fits ? Status() : refuse("the operands do not belong together");
}

bool supports(const Problem& problem) { return SignalProblem::from_problem(problem).ok(); }

Result<std::unique_ptr<Launchable>> open(const Problem& problem, int threads) {
  NIGHTJAR_ASSIGN(const SignalProblem parsed, SignalProblem::from_problem(problem));
  return parsed.kind == SignalKind::kMelWeights ? signal::open_mel_weights(parsed)
                                                : signal::open_transform(parsed, threads);
}

}  // namespace

std::string_view name_of(SignalKind kind) { return kKinds[static_cast<size_t>(kind)]; }

Result<SignalProblem> SignalProblem::from_problem(const Problem& problem) {
  const auto& attributes = problem.attributes;
  const std::string kind = attributes.get_string("kind", "");
  const auto found = std::find(kKinds.begin(), kKinds.end(), kind);
  if (found == kKinds.end() || problem.outputs.size() != 1) {
    return invalid_input(fmt::format("signal knows no '{}' of so many outputs.", kind));
  }
  SignalProblem parsed;
  parsed.kind = static_cast<SignalKind>(found - kKinds.begin());
  parsed.axis = attributes.get_int("axis", 0);
  parsed.length = attributes.get_int("length", 0);
  parsed.step = attributes.get_int("step", 1);
  parsed.sample_rate = attributes.get_int("sample_rate", 1);
  parsed.low = attributes.get_float("low", 0);
  parsed.high = attributes.get_float("high", 0);
  parsed.inverse = attributes.get_int("inverse", 0) != 0;
  parsed.onesided = attributes.get_int("onesided", 0) != 0;
  parsed.inputs = problem.inputs;
  parsed.output = problem.outputs[0];
  NIGHTJAR_TRY(check(parsed));
  return parsed;
}

Problem SignalProblem::to_problem() const {
  Problem problem{.family = "signal", .attributes = {}, .inputs = inputs, .outputs = {output}};
  auto& attributes = problem.attributes;
  attributes.set("kind", std::string(name_of(kind)));
  attributes.set("length", length);
  if (kind == SignalKind::kDft) attributes.set("axis", axis);
  if (kind == SignalKind::kFrames) attributes.set("step", step);
  if (inverse) attributes.set("inverse", int64_t{1});
  if (onesided) attributes.set("onesided", int64_t{1});
  if (kind == SignalKind::kMelWeights) {
    attributes.set("sample_rate", sample_rate);
    attributes.set("low", low);
    attributes.set("high", high);
  }
  return problem;
}

void register_signal(std::vector<const Tactic*>& tactics) {
  static const PlainTactic kPlain("signal", supports, open);
  tactics.push_back(&kPlain);
}

}  // namespace nightjar::kernels
