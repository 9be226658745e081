// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What layouts cost on a device: contests over the kernels of one op at a time.
#pragma once

#include <map>

#include "engine/build/builder.h"
#include "engine/build/layout/choose_layouts.h"
#include "engine/device/device.h"

namespace nightjar::build {

/// Holds the contests that choosing tactics would hold. Where `options` has a timing cache they
/// are put in, and are not held again when the tactics are chosen. Fails when the time is up or the
/// caller cancels.
class MeasuredCosts final : public LayoutCosts {
 public:
  MeasuredCosts(const tensor::SymbolValues& symbols, device::Device& device,
                const BuildOptions& options, const Clock& clock);

  Result<double> op_ns(const network::Network& network, const network::Op& op) override;
  Result<double> reformat_ns(const tensor::TensorDesc& from, tensor::Layout to) override;

 private:
  /// The fastest kernels of a network's steps together. Pointwise steps count nothing, as they take
  /// as long in any layout and are fused later, nor do concats and splits that need not move.
  Result<double> steps_ns(const network::Network& network);

  const tensor::SymbolValues& symbols_;
  device::Device& device_;
  BuildOptions options_;
  const Clock& clock_;
  int64_t deadline_ns_;
  std::map<std::string, double> known_;  // by what the problems are
};

}  // namespace nightjar::build
