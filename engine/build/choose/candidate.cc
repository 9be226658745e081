// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/candidate.h"

#include <algorithm>

namespace nightjar::build {
namespace {

bool is_named(std::string_view source, const std::vector<std::string>& sources) {
  return std::find(sources.begin(), sources.end(), source) != sources.end();
}

bool may_compete(const kernels::Tactic& tactic, const CandidateRules& rules) {
  if (tactic.source() == kernels::TacticSource::kPlain) return true;
  const std::string_view source = kernels::name_of(tactic.source());
  if (is_named(source, rules.forbidden_sources)) return false;
  return rules.allowed_sources.empty() || is_named(source, rules.allowed_sources);
}

std::vector<const kernels::Tactic*> tactics_for(const std::string& family,
                                                const CandidateRules& rules) {
  std::vector<const kernels::Tactic*> tactics = kernels::tactics_of(family);
  for (const kernels::Tactic* tactic : rules.user_tactics) {
    if (tactic->family() == family) tactics.push_back(tactic);
  }
  return tactics;
}

}  // namespace

const kernels::Tactic* find_tactic(std::string_view name,
                                   const std::vector<const kernels::Tactic*>& user_tactics) {
  if (const kernels::Tactic* tactic = kernels::find_tactic(name)) return tactic;
  const auto found = std::find_if(user_tactics.begin(), user_tactics.end(),
                                  [&](const auto* tactic) { return tactic->name() == name; });
  return found == user_tactics.end() ? nullptr : *found;
}

const kernels::Tactic* plain_tactic(const std::string& family,
                                    const std::vector<const kernels::Tactic*>& user_tactics) {
  if (const kernels::Tactic* tactic = kernels::plain_tactic(family)) return tactic;
  const auto found =
      std::find_if(user_tactics.begin(), user_tactics.end(), [&](const kernels::Tactic* tactic) {
        return tactic->family() == family && tactic->source() == kernels::TacticSource::kPlain;
      });
  return found == user_tactics.end() ? nullptr : *found;
}

Error no_judge(const kernels::Problem& problem) {
  return unsupported("no plain tactic of family '" + problem.family +
                     "' is here to judge the others: a plugin has to bring one");
}

std::vector<Candidate> candidates_for(const kernels::Problem& problem,
                                      const kernels::Problem& bound, const device::DeviceInfo& info,
                                      const CandidateRules& rules) {
  std::vector<Candidate> candidates;
  for (const kernels::Tactic* tactic : tactics_for(problem.family, rules)) {
    if (tactic->device_kind() != info.kind || tactic->source() == kernels::TacticSource::kHost ||
        !may_compete(*tactic, rules) || !tactic->supports(problem, info)) {
      continue;
    }
    std::vector<std::string> configs = tactic->configs(bound, info);
    const size_t most = rules.configs_per_tactic == 0 ? configs.size() : rules.configs_per_tactic;
    configs.resize(std::min(configs.size(), most));
    for (std::string& config : configs) candidates.push_back({tactic, std::move(config)});
  }
  const kernels::Tactic* last = kernels::last_resort(problem.family, info.kind);
  if (candidates.empty() && last != nullptr && last->supports(problem, info)) {
    candidates.push_back({last, ""});
  }
  return candidates;
}

}  // namespace nightjar::build
