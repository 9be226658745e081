// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/fakes/engine/planted_tactics.h"

#include <optional>

namespace nightjar::fakes {
namespace {

constexpr int kFlakyEvery = 5;
constexpr int kLaunchesUntilItFails = 3;
constexpr int64_t kRightRows = 8;

/// Which element of the first output is spoilt; none where kWrongWhenLarge has few rows.
std::optional<int64_t> spoilt_element(Manner manner, const kernels::Problem& problem) {
  if (manner != Manner::kWrongWhenLarge) return 0;
  const tensor::Dims dims = kernels::dims_of(problem.outputs[0]);
  if (dims.front() <= kRightRows) return std::nullopt;
  return kRightRows * (tensor::element_count(dims) / dims.front());
}

class PlantedLaunchable final : public kernels::Launchable {
 public:
  PlantedLaunchable(std::unique_ptr<kernels::Launchable> plain, Manner manner,
                    std::optional<int64_t> spoilt, int64_t launch_ns, const TickingClock& clock)
      : plain_(std::move(plain)),
        manner_(manner),
        spoilt_(spoilt),
        launch_ns_(launch_ns),
        clock_(clock) {}

  size_t workspace_bytes() const override { return plain_->workspace_bytes(); }

  Status launch(const kernels::LaunchArguments& arguments) override {
    ++launches_;
    // The two readings around a launch are one tick apart by themselves.
    clock_.advance_ns(launch_ns_ - TickingClock::kTickNs);
    if (manner_ == Manner::kFails && launches_ > kLaunchesUntilItFails) {
      return internal_error("the planted kernel gave up");
    }
    NIGHTJAR_TRY(plain_->launch(arguments));
    const bool spoils = manner_ == Manner::kWrong || manner_ == Manner::kWrongWhenLarge ||
                        (manner_ == Manner::kFlaky && launches_ % kFlakyEvery == 0);
    if (spoils && spoilt_) static_cast<float*>(arguments.outputs[0])[*spoilt_] += 1.0f;
    return {};
  }

 private:
  std::unique_ptr<kernels::Launchable> plain_;
  Manner manner_;
  std::optional<int64_t> spoilt_;
  int64_t launch_ns_;
  const TickingClock& clock_;
  int launches_ = 0;
};

}  // namespace

PlantedTactic::PlantedTactic(std::string name, std::string family, Manner manner, int64_t launch_ns,
                             const TickingClock& clock)
    : name_(std::move(name)),
      family_(std::move(family)),
      manner_(manner),
      launch_ns_(launch_ns),
      clock_(clock) {}

Result<std::unique_ptr<kernels::Launchable>> PlantedTactic::open(const kernels::Problem& problem,
                                                                 const std::string&,
                                                                 std::span<const std::byte> blob,
                                                                 device::Device& device) const {
  NIGHTJAR_ASSIGN(auto plain, kernels::plain_tactic(family_)->open(problem, "", blob, device));
  return std::unique_ptr<kernels::Launchable>(std::make_unique<PlantedLaunchable>(
      std::move(plain), manner_, spoilt_element(manner_, problem), launch_ns_, clock_));
}

}  // namespace nightjar::fakes
