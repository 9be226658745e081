// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The signal family: Fourier transforms along an axis, of frames of a signal, and mel filters.
//
// Floats of any width, computed in float64. Pairs of real and imaginary part lie in the last axis.
// Attribute `kind`:
//   dft          0 x [..., 1 or 2]; axis, length, inverse, onesided. Output 0: the axis has length
//                elements, or with onesided length / 2 + 1; inverse and onesided: x holds half a
//                spectrum and the output real numbers only. x is cut or filled with zeros
//   frames       0 signal [batch, samples, 1 or 2], 1 window [length] or absent; length, step,
//                onesided. Output 0 [batch, frames, bins, 2]
//   mel_weights  output 0 [bins of the spectrum, mel bins]; length, sample_rate, low, high (Hz)
#pragma once

#include <string_view>
#include <vector>

#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels {

enum class SignalKind : uint8_t { kDft, kFrames, kMelWeights };
std::string_view name_of(SignalKind kind);

struct SignalProblem {
  SignalKind kind = SignalKind::kDft;
  int64_t axis = 0, length = 1, step = 1, sample_rate = 1;
  double low = 0, high = 0;
  bool inverse = false, onesided = false;
  std::vector<tensor::TensorDesc> inputs;
  tensor::TensorDesc output;

  static Result<SignalProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_signal(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
