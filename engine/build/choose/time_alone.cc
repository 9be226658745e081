// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/time_alone.h"

#include "engine/build/choose/opened_candidate.h"

namespace nightjar::build {
namespace {

constexpr RoundLimits kFewRounds = {3, 3, 5e6};

}  // namespace

Result<Choice> time_alone(const Question& question, const ContestRules& rules,
                          device::Device& device, const Clock& clock) {
  if (question.plain == nullptr) return no_judge(question.problem);
  const Candidate& candidate = question.candidates.front();
  NIGHTJAR_ASSIGN(const Trial trial,
                  make_trial(*question.plain, question.timed, question.constants, rules.seed));
  NIGHTJAR_ASSIGN(auto memory, TrialMemory::make(trial.problem, trial, device));
  NIGHTJAR_ASSIGN(auto prepared, candidate.tactic->prepare(question.problem, candidate.config,
                                                           question.constants, device));
  NIGHTJAR_ASSIGN(const auto opened,
                  OpenedCandidate::open(candidate, trial.problem, std::move(prepared),
                                        std::move(memory), device));
  RoundLimits limits = kFewRounds;
  limits.deadline_ns = rules.effort.limits.deadline_ns;
  const auto time_once = [&](size_t) { return opened->time_once(clock); };
  const RoundTimings rounds = time_in_rounds({0}, time_once, limits, clock);
  const Timing& timing = rounds.contenders.front();
  Choice choice;
  choice.winner = candidate;
  choice.median_ns = timing.median_ns;
  choice.reason = "only candidate";
  choice.is_lasting = !rounds.ran_out_of_time && timing.failure.empty();
  choice.candidates.push_back({std::string(candidate.tactic->name()), candidate.config,
                               timing.median_ns, timing.low_ns, timing.high_ns, timing.samples});
  return choice;
}

}  // namespace nightjar::build
