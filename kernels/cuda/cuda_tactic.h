// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What tactics for NVIDIA GPUs share.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>

#include "engine/device/cuda_check.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels::cuda {

/// Of source `own` unless it says otherwise.
class CudaTactic : public Tactic {
 public:
  TacticSource source() const override { return TacticSource::kOwn; }
  device::DeviceKind device_kind() const final { return device::DeviceKind::kCuda; }
  bool supports(const Problem& problem, const device::DeviceInfo& info) const final {
    return info.kind == device::DeviceKind::kCuda && runs_on(info) && solves(problem);
  }

 protected:
  /// Whether the GPU has the instructions.
  virtual bool runs_on(const device::DeviceInfo&) const { return true; }
  virtual bool solves(const Problem& problem) const = 0;
};

/// A tactic made of two functions, for kernels that need no preparation.
class CudaFunctionTactic final : public CudaTactic {
 public:
  using Solves = bool (*)(const Problem&);
  using Open = Result<std::unique_ptr<Launchable>> (*)(const Problem&);
  using OpenOn = Result<std::unique_ptr<Launchable>> (*)(const Problem&, device::Device&);
  CudaFunctionTactic(std::string family, std::string name, Solves solves, Open open)
      : family_(std::move(family)), name_(std::move(name)), solves_(solves), open_(open) {}
  /// For kernels that keep tables on the device.
  CudaFunctionTactic(std::string family, std::string name, Solves solves, OpenOn open)
      : family_(std::move(family)), name_(std::move(name)), solves_(solves), open_on_(open) {}

  std::string_view name() const override { return name_; }
  std::string_view family() const override { return family_; }
  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string&,
                                           std::span<const std::byte>,
                                           device::Device& device) const override {
    return open_ != nullptr ? open_(problem) : open_on_(problem, device);
  }

 protected:
  bool solves(const Problem& problem) const override { return solves_(problem); }

 private:
  std::string family_, name_;
  Solves solves_;
  Open open_ = nullptr;
  OpenOn open_on_ = nullptr;
};

/// Bytes of the host, copied to the device for good.
Result<device::Buffer> upload(std::span<const std::byte> bytes, device::Device& device);

/// Clusters of blocks came with sm_90.
inline bool has_clusters(const device::DeviceInfo& info) {
  return info.isa.size() > 5 || info.isa >= "sm_90";
}

/// The sentence of a failed launch of the tactic `name`.
inline Status launched(int code, std::string_view name) {
  if (code == 0) return {};
  return device::cuda_status(code, "launching " + std::string(name));
}

}  // namespace nightjar::kernels::cuda
