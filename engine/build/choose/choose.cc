// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/choose.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/digest.h"
#include "engine/build/choose/cached_choice.h"
#include "engine/build/choose/contest.h"
#include "engine/build/choose/recorded_choices.h"
#include "engine/build/choose/take_recorded.h"
#include "engine/build/choose/time_alone.h"

namespace nightjar::build {
namespace {

/// A GPU's tactics are verified with this batch at most: the plain answer comes from the CPU.
constexpr int64_t kVerifiedBatch = 2;

/// The tuning shapes with a batch of `most` at most.
tensor::SymbolValues with_batch(const Program& program, tensor::SymbolValues symbols,
                                int64_t most) {
  for (const plan::TensorIndex input : program.inputs) {
    const tensor::Shape& shape = program.tensors[static_cast<size_t>(input)].facts.desc.shape;
    std::vector<std::string> names;
    if (!shape.empty()) shape.front().collect_symbols(names);
    for (const std::string& name : names) {
      symbols[name] = std::min(symbols[name], most);
    }
  }
  return symbols;
}

tensor::SymbolValues verified_symbols(const Program& program, const tensor::SymbolValues& symbols,
                                      const device::Device& device) {
  if (device.info().kind == device::DeviceKind::kCpu) return symbols;
  return with_batch(program, symbols, kVerifiedBatch);
}

CandidateRules candidate_rules(const BuildOptions& options) {
  return {options.allowed_sources, options.forbidden_sources, options.user_tactics,
          effort_of(options.level).configs_per_tactic};
}

ContestRules contest_rules(const BuildOptions& options, const Clock& clock) {
  ContestRules rules{effort_of(options.level), options.seed, options.max_workspace_bytes};
  rules.effort.limits.deadline_ns = clock.steady_ns() + options.tuning_budget_ns;
  return rules;
}

/// Of the constants' values, whose types and shapes are the problem's; empty without any.
std::string digest_of(const std::vector<tensor::HostTensor>& constants) {
  std::string digests;
  for (const tensor::HostTensor& constant : constants) {
    if (constant.defined()) digests += sha256_hex(constant.byte_span());
  }
  return digests.empty() ? "" : sha256_hex(digests);
}

/// "step 'conv1' of the ONNX nodes 'a', 'b'".
std::string place_of(const ProgramStep& step) {
  const std::string place = "step '" + step.name + "'";
  if (step.nodes.empty()) return place;
  return fmt::format("{} of ONNX nodes '{}'", place, fmt::join(step.nodes, "', '"));
}

/// Alone, and right by definition.
bool needs_no_contest(const std::vector<Candidate>& candidates) {
  const auto source = candidates.front().tactic->source();
  return candidates.size() == 1 &&
         (source == kernels::TacticSource::kPlain || source == kernels::TacticSource::kHost);
}

/// Tunes the steps of one program, one after the other.
class Tuner {
 public:
  Tuner(const Program& program, const tensor::SymbolValues& symbols, device::Device& device,
        const BuildOptions& options, const Clock& clock)
      : program_(program),
        symbols_(symbols),
        verified_symbols_(verified_symbols(program, symbols, device)),
        device_(device),
        options_(options),
        clock_(clock),
        candidate_rules_(candidate_rules(options)),
        contest_rules_(contest_rules(options, clock)) {}

  Result<std::vector<Choice>> run() {
    NIGHTJAR_TRY(check_level(options_.level));
    if (!options_.decisions_json.empty()) {
      NIGHTJAR_ASSIGN(recorded_, RecordedChoices::parse(options_.decisions_json, device_.info()));
    }
    std::vector<Choice> choices;
    for (size_t i = 0; i < program_.steps.size(); ++i) {
      const ProgramStep& step = program_.steps[i];
      if (options_.progress && !options_.progress(i, program_.steps.size(), step.name)) {
        return Error{ErrorKind::kCancelled, "the build was cancelled at step '" + step.name + "'"};
      }
      auto choice = choose(step, choices);
      if (!choice.ok()) return choice.error().in(place_of(step));
      choices.push_back(std::move(*choice));
    }
    return choices;
  }

 private:
  VerifyingPlace verifying_place() {
    return {verified_symbols_, device_, options_.seed, options_.user_tactics};
  }

  Result<Choice> choose(const ProgramStep& step, const std::vector<Choice>& earlier) {
    if (const auto* recorded = recorded_.find(step.name, step.problem.digest())) {
      return take_recorded(program_, step, *recorded, verifying_place());
    }
    const auto [entry, is_new] = tuned_.try_emplace(key_of(step), earlier.size());
    return is_new ? choose_anew(step) : earlier[entry->second];
  }

  /// Which operands are constant, one letter each.
  std::string constants_mask(const ProgramStep& step) const {
    std::string mask;
    for (const plan::TensorIndex index : step.inputs) {
      const bool is_constant =
          index != plan::kAbsent && program_.tensors[static_cast<size_t>(index)].constant;
      mask += is_constant ? 'c' : '-';
    }
    return mask;
  }

  /// Steps are equal when their problems are, and the same operands are constant.
  std::string key_of(const ProgramStep& step) const {
    return step.problem.digest() + constants_mask(step);
  }

  Result<Choice> choose_anew(const ProgramStep& step) {
    NIGHTJAR_ASSIGN(const auto timed, step.problem.bind(symbols_));
    auto candidates = candidates_for(step.problem, timed, device_.info(), candidate_rules_);
    if (candidates.empty()) {
      return unsupported("no tactic solves '" + step.problem.to_string() + "'");
    }
    const bool is_alone = needs_no_contest(candidates);
    const bool is_cpu = device_.info().kind == device::DeviceKind::kCpu;
    if (is_alone && !(is_cpu && contest_rules_.effort.times)) {
      return unopposed(candidates.front(), "only candidate");
    }
    const kernels::Tactic* plain = plain_tactic(step.problem.family, options_.user_tactics);
    // In bodies of loops values may tell extents: those assumed here need not belong together.
    if (is_cpu && plain != nullptr && !plain->supports(timed, device_.info())) {
      return unopposed({plain, ""}, "its extents are known only when it runs");
    }
    const Candidate first = candidates.front();
    CachedChoices cached(options_, device_.info(), clock_);
    const auto constants = constants_of(program_, step);
    const ConstantOperands operands{constants_mask(step),
                                    options_.timing_cache == nullptr ? "" : digest_of(constants)};
    if (const auto known = cached.find(timed, operands, candidates)) {
      const auto choice = take_cached(step, *known);
      if (choice.ok()) return choice;
    }
    NIGHTJAR_ASSIGN(const auto verified, step.problem.bind(verified_symbols_));
    NIGHTJAR_ASSIGN(auto half, half_of(step, timed, verified));
    const Question question{step.problem,          timed, verified, std::move(half), constants,
                            std::move(candidates), plain};
    auto choice = is_alone ? time_alone(question, contest_rules_, device_, clock_)
                           : hold_contest(question, contest_rules_, device_, clock_);
    // Made-up inputs need not be what an operator takes, such as indices.
    if (!choice.ok() && is_alone) return unopposed(first, "only candidate, not timed");
    if (!choice.ok()) return choice.error();
    cached.keep(timed, operands, *choice);
    return choice;
  }

  /// Timings hold for other constants too. Who is right is asked again, but for the judge.
  Result<Choice> take_cached(const ProgramStep& step, const CachedChoice& known) {
    Choice choice = known.choice;
    if (known.was_verified) return choice;
    choice.output_digest.clear();
    if (choice.winner.tactic->source() == kernels::TacticSource::kPlain) return choice;
    NIGHTJAR_ASSIGN(choice.output_digest,
                    verify_answer(program_, step, choice.winner, verifying_place()));
    return choice;
  }

  static Choice unopposed(Candidate winner, const char* reason) {
    Choice choice;
    choice.winner = std::move(winner);
    choice.reason = reason;
    choice.candidates.push_back({std::string(choice.winner.tactic->name()), choice.winner.config});
    return choice;
  }

  /// `verified` for half its batch; nothing where that is what is timed.
  Result<std::optional<kernels::Problem>> half_of(const ProgramStep& step,
                                                  const kernels::Problem& timed,
                                                  const kernels::Problem& verified) const {
    if (timed == verified) return std::optional<kernels::Problem>();
    NIGHTJAR_ASSIGN(auto half,
                    step.problem.bind(with_batch(program_, symbols_, kVerifiedBatch / 2)));
    return std::optional(std::move(half));
  }

  const Program& program_;
  const tensor::SymbolValues& symbols_;
  const tensor::SymbolValues verified_symbols_;
  device::Device& device_;
  const BuildOptions& options_;
  const Clock& clock_;
  const CandidateRules candidate_rules_;
  const ContestRules contest_rules_;
  RecordedChoices recorded_;
  std::map<std::string, size_t> tuned_;  // problem -> step that it was tuned for
};

}  // namespace

Result<std::vector<Choice>> choose_tactics(const Program& program,
                                           const tensor::SymbolValues& tuning_symbols,
                                           device::Device& device, const BuildOptions& options,
                                           const Clock& clock) {
  return Tuner(program, tuning_symbols, device, options, clock).run();
}

}  // namespace nightjar::build
