// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A plain tactic made of two functions, for families whose plain kernel needs no preparation.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "kernels/common/tactic.h"

namespace nightjar::kernels {

class PlainTactic final : public Tactic {
 public:
  using Supports = bool (*)(const Problem&);
  using Open = Result<std::unique_ptr<Launchable>> (*)(const Problem& problem, int threads);

  /// Named "<family>.plain.v1".
  PlainTactic(std::string family, Supports supports, Open open)
      : family_(std::move(family)),
        name_(family_ + ".plain.v1"),
        supports_(supports),
        open_(open) {}

  std::string_view name() const override { return name_; }
  std::string_view family() const override { return family_; }
  TacticSource source() const override { return TacticSource::kPlain; }
  bool supports(const Problem& problem, const device::DeviceInfo&) const override {
    return supports_(problem);
  }
  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string&,
                                           std::span<const std::byte>,
                                           device::Device& device) const override {
    return open_(problem, device.info().cores);
  }

 private:
  std::string family_, name_;
  Supports supports_;
  Open open_;
};

/// A launchable made of one function that owns all it needs.
class LaunchFunction final : public Launchable {
 public:
  using Function = std::function<Status(const LaunchArguments&)>;
  explicit LaunchFunction(Function function, size_t workspace_bytes = 0)
      : function_(std::move(function)), workspace_bytes_(workspace_bytes) {}
  size_t workspace_bytes() const override { return workspace_bytes_; }
  Status launch(const LaunchArguments& arguments) override { return function_(arguments); }

 private:
  Function function_;
  size_t workspace_bytes_;
};

inline std::unique_ptr<Launchable> make_launchable(LaunchFunction::Function function,
                                                   size_t workspace_bytes = 0) {
  return std::make_unique<LaunchFunction>(std::move(function), workspace_bytes);
}

}  // namespace nightjar::kernels
