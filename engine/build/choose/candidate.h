// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The ways to solve a problem.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kernels/common/tactic.h"

namespace nightjar::build {

struct Candidate {
  const kernels::Tactic* tactic = nullptr;
  std::string config;
};

/// Who may compete. Plain always may.
struct CandidateRules {
  std::vector<std::string> allowed_sources;          ///< Empty: all.
  std::vector<std::string> forbidden_sources;        ///< Even where allowed.
  std::vector<const kernels::Tactic*> user_tactics;  ///< Beside and behind those of the program.
  size_t configs_per_tactic = 0;                     ///< The first so many; 0: all.
};

/// Of the program's, then of the user's; nullptr when none has the name.
const kernels::Tactic* find_tactic(std::string_view name,
                                   const std::vector<const kernels::Tactic*>& user_tactics);

/// What judges a family; nullptr when neither the program nor the user has it.
const kernels::Tactic* plain_tactic(const std::string& family,
                                    const std::vector<const kernels::Tactic*>& user_tactics);
/// Why a problem of a family without one cannot be built.
Error no_judge(const kernels::Problem& problem);

/// Every supported tactic and configuration, in registry order: plain first. `bound` is the problem
/// under the tuning shapes. On a GPU the host is asked only where nothing else is there.
std::vector<Candidate> candidates_for(const kernels::Problem& problem,
                                      const kernels::Problem& bound, const device::DeviceInfo& info,
                                      const CandidateRules& rules);

}  // namespace nightjar::build
