// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/take_recorded.h"

#include <algorithm>

#include "engine/build/choose/opened_candidate.h"

namespace nightjar::build {

Result<std::string> verify_answer(const Program& program, const ProgramStep& step,
                                  const Candidate& candidate, const VerifyingPlace& place) {
  NIGHTJAR_ASSIGN(const auto bound, step.problem.bind(place.symbols));
  const auto constants = constants_of(program, step);
  const kernels::Tactic* plain = plain_tactic(step.problem.family, place.user_tactics);
  if (plain == nullptr) return no_judge(step.problem);
  NIGHTJAR_ASSIGN(const Trial trial, make_trial(*plain, bound, constants, place.seed));
  NIGHTJAR_ASSIGN(auto memory, TrialMemory::make(trial.problem, trial, place.device));
  NIGHTJAR_ASSIGN(auto prepared, candidate.tactic->prepare(step.problem, candidate.config,
                                                           constants, place.device));
  NIGHTJAR_ASSIGN(const auto opened,
                  OpenedCandidate::open(candidate, trial.problem, std::move(prepared),
                                        std::move(memory), place.device));
  NIGHTJAR_TRY(opened->check(trial, SystemClock()));
  NIGHTJAR_TRY(opened->check_repeats(1));
  opened->note_digest();
  return opened->output_digest();
}

namespace {

Status verify_by_hand(const Program& program, const ProgramStep& step, const VerifyingPlace& place,
                      Choice& choice) {
  const std::string name(choice.winner.tactic->name());
  auto digest = verify_answer(program, step, choice.winner, place);
  if (!digest.ok()) {
    return invalid_input("tactic '" + name +
                         "', which the decisions ask for, is refused: " + digest.error().message);
  }
  auto record = std::find_if(choice.candidates.begin(), choice.candidates.end(),
                             [&](const CandidateRecord& one) {
                               return one.tactic == name && one.config == choice.winner.config;
                             });
  if (record == choice.candidates.end()) {
    record = choice.candidates.insert(record, CandidateRecord{name, choice.winner.config});
  }
  record->rejected.clear();
  choice.reason = "set by hand, verified";
  choice.median_ns = record->median_ns;
  choice.output_digest = std::move(*digest);
  return {};
}

}  // namespace

Result<Choice> take_recorded(const Program& program, const ProgramStep& step,
                             const DecidedStep& recorded, const VerifyingPlace& place) {
  const kernels::Tactic* tactic = find_tactic(recorded.tactic, place.user_tactics);
  if (tactic == nullptr) {
    return unsupported("the decisions name tactic '" + recorded.tactic +
                       "', which this program does not have");
  }
  if (tactic->family() != step.problem.family ||
      !tactic->supports(step.problem, place.device.info())) {
    return unsupported("the decisions name tactic '" + recorded.tactic +
                       "', which does not solve '" + step.problem.to_string() + "'");
  }
  Choice choice{{tactic, recorded.config},
                recorded.median_ns,
                recorded.output_digest,
                recorded.reason,
                recorded.clock_mhz,
                recorded.candidates,
                true};
  if (!recorded.was_verified()) NIGHTJAR_TRY(verify_by_hand(program, step, place, choice));
  return choice;
}

}  // namespace nightjar::build
