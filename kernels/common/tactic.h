// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A tactic: one way to solve a problem, in two halves. Prepared at build, opened at load.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/device/device.h"
#include "engine/tensor/host_tensor.h"
#include "kernels/common/problem.h"

namespace nightjar::kernels {

/// Who wrote the kernel. `plain` is always right and always there; it judges the others. `host` is
/// plain on the CPU for a device without a kernel, with copies there and back: a last resort.
enum class TacticSource { kPlain, kOwn, kOneDnn, kCublasLt, kCudnn, kHost };
std::string_view name_of(TacticSource source);

/// What prepare leaves in the plan.
struct Prepared {
  std::vector<std::byte> blob;        ///< Packed weights, algorithm, cubin; may be empty.
  std::vector<size_t> packed_inputs;  ///< Constant inputs now inside the blob: not bound at launch.
  /// At the blob's end, for other extents than the likely ones: loading does not read these bytes,
  /// and who opens the kernel for such extents checks them first.
  size_t spare_bytes = 0;
};

/// Pointers of one launch, in the problem's operand order; nullptr for absent or packed inputs.
struct LaunchArguments {
  std::span<const void* const> inputs;
  std::span<void* const> outputs;
  void* workspace = nullptr;
  device::Stream* stream = nullptr;
};

/// A kernel ready to run for fixed extents. launch allocates nothing; one thread at a time.
class Launchable {
 public:
  virtual ~Launchable() = default;
  virtual size_t workspace_bytes() const { return 0; }
  virtual Status launch(const LaunchArguments& arguments) = 0;
};

/// Immutable and shared between threads; lives as long as the program.
class Tactic {
 public:
  virtual ~Tactic() = default;
  /// Permanent and versioned: "conv.onednn.v1".
  virtual std::string_view name() const = 0;
  virtual std::string_view family() const = 0;
  virtual TacticSource source() const = 0;
  virtual device::DeviceKind device_kind() const { return device::DeviceKind::kCpu; }
  /// Whether it can solve `problem`, symbolic extents included.
  virtual bool supports(const Problem& problem, const device::DeviceInfo& info) const = 0;
  /// Configurations worth timing; an empty string is the only one of a tactic without any.
  virtual std::vector<std::string> configs(const Problem&, const device::DeviceInfo&) const {
    return {""};
  }
  /// `constants[i]` is defined where input i is a constant. Deterministic: equal arguments give
  /// equal blobs.
  virtual Result<Prepared> prepare(const Problem& problem, const std::string& config,
                                   std::span<const tensor::HostTensor> constants,
                                   device::Device& device) const;
  /// `problem` is bound; `blob` outlives the launchable.
  virtual Result<std::unique_ptr<Launchable>> open(const Problem& problem,
                                                   const std::string& config,
                                                   std::span<const std::byte> blob,
                                                   device::Device& device) const = 0;
};

/// Every tactic of every family, in a fixed order: plain first within a family.
const std::vector<const Tactic*>& all_tactics();
std::vector<const Tactic*> tactics_of(std::string_view family);
/// nullptr when there is none of that name.
const Tactic* find_tactic(std::string_view name);
/// The plain tactic of a family; nullptr for an unknown family.
const Tactic* plain_tactic(std::string_view family);
/// What solves everything of a family on a kind of device: plain on a CPU, host elsewhere.
const Tactic* last_resort(std::string_view family, device::DeviceKind kind);

/// Opens and runs `problem` once with the plain tactic on host tensors: the judge's answer.
/// `inputs[i]` undefined where absent.
Result<std::vector<tensor::HostTensor>> plain_answer(const Problem& problem,
                                                     std::span<const tensor::HostTensor> inputs);

}  // namespace nightjar::kernels
