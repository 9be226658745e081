// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What oneDNN's tactics of convolutions and matrix products share. For *_onednn.cc files only.
#pragma once

#include <memory>
#include <string>

#include "kernels/common/nominal.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/common/tactic.h"
#include "kernels/common/threads.h"

namespace nightjar::kernels::onednn {

/// Tactic "FAMILY.onednn.v1" of problems that `Contraction` parses and whose output it calls y. It
/// supports what it has a configuration for; where y has no elements there is nothing to run.
template <typename Contraction>
class ContractionTactic : public Tactic {
 public:
  explicit ContractionTactic(std::string family)
      : family_(std::move(family)), name_(family_ + ".onednn.v1") {}

  std::string_view name() const final { return name_; }
  std::string_view family() const final { return family_; }
  TacticSource source() const final { return TacticSource::kOneDnn; }

  bool supports(const Problem& problem, const device::DeviceInfo& info) const final {
    return !configs(problem, info).empty();
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string& config,
                                           std::span<const std::byte> blob,
                                           device::Device& device) const final {
    NIGHTJAR_ASSIGN(const Contraction bound, Contraction::from_problem(problem));
    if (tensor::element_count(dims_of(bound.y)) == 0) {
      return make_launchable([](const LaunchArguments&) { return Status(); });
    }
    const int threads = device.info().cores;
    const ThreadScope scope(threads);
    return open_bound(bound, config, blob, threads);
  }

 protected:
  /// The problem under the extents that weights are packed with.
  static Result<Contraction> nominal(const Problem& problem) {
    NIGHTJAR_ASSIGN(const Problem bound, bind_nominal(problem));
    return Contraction::from_problem(bound);
  }

 private:
  /// `blob` is empty where the weights are no constants.
  virtual Result<std::unique_ptr<Launchable>> open_bound(const Contraction& bound,
                                                         const std::string& config,
                                                         std::span<const std::byte> blob,
                                                         int threads) const = 0;

  std::string family_, name_;
};

}  // namespace nightjar::kernels::onednn
