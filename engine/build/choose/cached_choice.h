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

/// The constant operands of a step.
struct ConstantOperands {
  std::string mask;    ///< "c-c": which they are. What a timing depends on.
  std::string digest;  ///< Of their values, on which it depends who is right; empty without any.
};

struct CachedChoice {
  Choice choice;
  bool was_verified =
      false;  ///< With these very constants; else its output is still to be checked.
};

/// Does nothing where the options name no cache, and at level 0, which asks for no timing.
class CachedChoices {
 public:
  /// All outlive it.
  CachedChoices(const BuildOptions& options, const device::DeviceInfo& info, const Clock& clock)
      : options_(options), info_(info), clock_(clock) {}

  /// The choice of an earlier contest for the problem, when every candidate of today was in it and
  /// its winner is among them; of other candidates nothing is told.
  std::optional<CachedChoice> find(const kernels::Problem& timed, const ConstantOperands& constants,
                                   const std::vector<Candidate>& candidates) const;
  /// Keeps a choice that is lasting.
  void keep(const kernels::Problem& timed, const ConstantOperands& constants,
            const Choice& choice) const;

 private:
  bool is_used() const { return options_.timing_cache != nullptr && options_.level > 0; }
  CacheQuestion question(const kernels::Problem& timed, const ConstantOperands& constants) const;

  const BuildOptions& options_;
  const device::DeviceInfo& info_;
  const Clock& clock_;
};

}  // namespace nightjar::build
