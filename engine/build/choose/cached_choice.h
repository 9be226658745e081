// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Between the timing cache and the choices of one build.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/build/builder.h"
#include "engine/build/choose/choice.h"
#include "engine/build/records/timing_cache.h"

namespace nightjar::build {

/// Does nothing where the options name no cache, and at level 0, which asks for no timing.
class CachedChoices {
 public:
  /// All outlive it.
  CachedChoices(const BuildOptions& options, const device::DeviceInfo& info, const Clock& clock)
      : options_(options), info_(info), clock_(clock) {}

  /// The choice of an earlier contest for the problem, when every candidate of today was in it and
  /// its winner is among them; of other candidates nothing is told.
  std::optional<Choice> find(const kernels::Problem& timed, const std::string& constants,
                             const std::vector<Candidate>& candidates) const;
  void keep(const kernels::Problem& timed, const std::string& constants,
            const Choice& choice) const;

 private:
  bool is_used() const { return options_.timing_cache != nullptr && options_.level > 0; }
  CacheQuestion question(const kernels::Problem& timed, const std::string& constants) const;

  const BuildOptions& options_;
  const device::DeviceInfo& info_;
  const Clock& clock_;
};

}  // namespace nightjar::build
