// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/take_recorded.h"

namespace nightjar::build {
namespace {

Status check_answer(const Program& program, const ProgramStep& step, const Candidate& candidate,
                    const VerifyingPlace& place) {
  NIGHTJAR_ASSIGN(const auto bound, step.problem.bind(place.symbols));
  const auto constants = constants_of(program, step);
  NIGHTJAR_ASSIGN(const Trial trial, make_trial(bound, constants, place.seed));
  NIGHTJAR_ASSIGN(auto memory, TrialMemory::make(trial.problem, trial, place.device));
  NIGHTJAR_ASSIGN(auto prepared, candidate.tactic->prepare(step.problem, candidate.config,
                                                           constants, place.device));
  NIGHTJAR_ASSIGN(const auto opened,
                  OpenedCandidate::open(candidate, trial.problem, std::move(prepared),
                                        std::move(memory), place.device));
  return opened->check(trial);
}

Status verify_by_hand(const Program& program, const ProgramStep& step, const VerifyingPlace& place,
                      Choice& choice) {
  const std::string name(choice.winner.tactic->name());
  const Status checked = check_answer(program, step, choice.winner, place);
  if (!checked.ok()) {
    return invalid_input("tactic '" + name +
                         "', which the decisions ask for, is refused: " + checked.error().message);
  }
  choice.reason = "set by hand, verified";
  choice.median_ns = 0;
  std::erase_if(choice.candidates, [&](const CandidateRecord& record) {
    return record.tactic == name && record.config == choice.winner.config;
  });
  choice.candidates.push_back({name, choice.winner.config, 0, ""});
  return {};
}

}  // namespace

Result<Choice> take_recorded(const Program& program, const ProgramStep& step,
                             const RecordedChoice& recorded, const VerifyingPlace& place) {
  const kernels::Tactic* tactic = kernels::find_tactic(recorded.tactic);
  if (tactic == nullptr) {
    return unsupported("the decisions name tactic '" + recorded.tactic +
                       "', which this program does not have");
  }
  if (tactic->family() != step.problem.family ||
      !tactic->supports(step.problem, place.device.info())) {
    return unsupported("the decisions name tactic '" + recorded.tactic +
                       "', which does not solve '" + step.problem.to_string() + "'");
  }
  Choice choice{{tactic, recorded.config}, recorded.median_ns,  recorded.output_digest,
                recorded.reason,           recorded.candidates, true};
  if (!recorded.was_verified()) NIGHTJAR_TRY(verify_by_hand(program, step, place, choice));
  return choice;
}

}  // namespace nightjar::build
