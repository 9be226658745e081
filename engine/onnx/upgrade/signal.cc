// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Signals: the axis of a Fourier transform, which was an attribute once.
#include "engine/onnx/upgrade/upgrade.h"

namespace nightjar::onnx {
namespace {

/// Opset 20: the axis becomes an input, and another one is meant by default.
Status dft_axis(Node& node, Emitter& emit) {
  NIGHTJAR_ASSIGN(const auto axis, take_int(node, "axis"));
  set_input(node, 2,
            emit.scalar("axis", tensor::DataType::kInt64, static_cast<double>(axis.value_or(1))));
  return {};
}

}  // namespace

std::vector<UpgradeStep> signal_steps() { return {{"DFT", 20, dft_axis}}; }

}  // namespace nightjar::onnx
