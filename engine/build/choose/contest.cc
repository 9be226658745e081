// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/contest.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/build/choose/opened_candidate.h"
#include "engine/build/choose/repeated_items.h"
#include "engine/device/clock_state.h"

namespace nightjar::build {
namespace {

/// Launches that the fastest must repeat bit by bit before it has won. A GPU's answers come over
/// the bus, in the extents that were timed.
constexpr size_t kRepeats = 8, kRepeatsOverBus = 2;

class Contest {
 public:
  Contest(const Question& question, const ContestRules& rules, device::Device& device,
          const Clock& clock)
      : question_(question), rules_(rules), device_(device), clock_(clock) {}

  Result<Choice> run() {
    if (question_.plain == nullptr) return no_judge(question_.problem);
    NIGHTJAR_ASSIGN(const Trial trial, make_trial(*question_.plain, question_.verified,
                                                  question_.constants, rules_.seed));
    NIGHTJAR_TRY(open_verified(trial));
    if (is_enlarged()) NIGHTJAR_TRY(enlarge(trial));
    if (question_.half) {
      judges_larger_ = answers_item_by_item(*question_.plain, *question_.half, trial);
      trial_ = &trial;
    }
    if (rules_.effort.times) {
      time_all();
      pick_fastest();
    } else {
      pick_first();
    }
    if (choice_.winner.tactic == nullptr) NIGHTJAR_TRY(fall_back());
    return std::move(choice_);
  }

 private:
  bool is_enlarged() const { return !(question_.timed == question_.verified); }

  /// One a candidate, nullptr and a reason where it failed or disagreed. They take turns in the
  /// same memory, as much of it would take long to allocate.
  Status open_verified(const Trial& trial) {
    NIGHTJAR_ASSIGN(const auto memory, TrialMemory::make(trial.problem, trial, device_));
    for (const Candidate& candidate : question_.candidates) {
      choice_.candidates.push_back({std::string(candidate.tactic->name()), candidate.config});
      auto opened = open_one(trial, candidate, memory);
      opened_.push_back(opened.ok() ? std::move(*opened) : nullptr);
      if (!opened.ok()) reject(opened_.size() - 1, opened.error().message);
    }
    return {};
  }

  Result<std::unique_ptr<OpenedCandidate>> open_one(const Trial& trial, const Candidate& candidate,
                                                    std::shared_ptr<TrialMemory> memory) {
    NIGHTJAR_ASSIGN(auto prepared, candidate.tactic->prepare(question_.problem, candidate.config,
                                                             question_.constants, device_));
    NIGHTJAR_ASSIGN(auto opened,
                    OpenedCandidate::open(candidate, trial.problem, std::move(prepared),
                                          std::move(memory), device_));
    NIGHTJAR_TRY(opened->check(trial, clock_));
    // Other extents have another answer, and in these it is not asked for again.
    if (is_enlarged()) opened->note_digest();
    return opened;
  }

  /// From the extents they were verified under to those they are timed with.
  Status enlarge(const Trial& trial) {
    NIGHTJAR_ASSIGN(const auto memory, TrialMemory::make(question_.timed, trial, device_));
    for (size_t i = 0; i < opened_.size(); ++i) {
      if (opened_[i] == nullptr) continue;
      auto larger = opened_[i]->reopen(question_.timed, memory);
      if (!larger.ok()) {
        reject(i, larger.error().message);
      } else {
        opened_[i] = std::move(*larger);
      }
    }
    return {};
  }

  bool fits_workspace(size_t index) {
    const uint64_t limit = rules_.max_workspace_bytes;
    const uint64_t wanted = opened_[index]->workspace_bytes();
    if (limit == 0 || wanted <= limit) return true;
    reject(index, fmt::format("its workspace of {} bytes is over the limit of {}", wanted, limit));
    return false;
  }

  /// Those that are still in, in the fixed order.
  std::vector<size_t> contenders() {
    std::vector<size_t> in;
    for (size_t i = 0; i < opened_.size(); ++i) {
      if (opened_[i] != nullptr && fits_workspace(i)) in.push_back(i);
    }
    return in;
  }

  void time_all() {
    const std::vector<size_t> in = contenders();
    const auto time_once = [&](size_t i) { return opened_[in[i]]->time_once(clock_); };
    std::vector<double> first_ns;
    for (const size_t i : in) first_ns.push_back(opened_[i]->first_ns());
    const auto [timings, ran_out] =
        time_in_rounds(first_ns, time_once, rules_.effort.limits, clock_);
    if (ran_out) choice_.is_lasting = false;
    for (size_t i = 0; i < in.size(); ++i) {
      CandidateRecord& record = choice_.candidates[in[i]];
      record.median_ns = timings[i].median_ns;
      record.low_ns = timings[i].low_ns;
      record.high_ns = timings[i].high_ns;
      record.samples = timings[i].samples;
      if (!timings[i].failure.empty()) {
        reject(in[i], "failed while it was timed: " + timings[i].failure);
        choice_.is_lasting = false;
      }
    }
    choice_.clock_mhz = device::clock_mhz_now(device_);
  }

  /// The fastest that repeats itself; who does not is out, and the next one is asked.
  void pick_fastest() {
    for (;;) {
      std::vector<double> medians;
      for (const CandidateRecord& record : choice_.candidates) {
        medians.push_back(record.rejected.empty() ? record.median_ns : 0);
      }
      const double most = *std::max_element(medians.begin(), medians.end());
      if (most <= 0) return;
      const size_t index = fastest_with_ties(medians);
      if (!repeats(index)) continue;
      const bool is_fastest = std::none_of(medians.begin(), medians.end(), [&](double other) {
        return other > 0 && other < medians[index];
      });
      take(index, is_fastest ? "fastest" : "tie with the fastest, fixed order");
      return;
    }
  }

  /// Without timing: the first that is not plain, as plain stands first and is slow.
  void pick_first() {
    std::vector<size_t> in = contenders();
    std::stable_partition(in.begin(), in.end(), [&](size_t i) {
      return question_.candidates[i].tactic->source() != kernels::TacticSource::kPlain;
    });
    for (const size_t index : in) {
      if (!repeats(index)) continue;
      take(index, "first in the fixed order, not timed");
      return;
    }
  }

  bool repeats(size_t index) {
    const bool is_cpu = device_.info().kind == device::DeviceKind::kCpu;
    Status right = opened_[index]->check_repeats(is_cpu ? kRepeats : kRepeatsOverBus);
    if (right.ok() && !is_enlarged()) opened_[index]->note_digest();
    if (right.ok() && judges_larger_) right = opened_[index]->check_larger(*trial_);
    if (!right.ok()) reject(index, right.error().message);
    return right.ok();
  }

  void take(size_t index, const char* reason) {
    choice_.winner = question_.candidates[index];
    choice_.median_ns = choice_.candidates[index].median_ns;
    choice_.output_digest = opened_[index]->output_digest();
    choice_.reason = reason;
  }

  void reject(size_t index, std::string reason) {
    choice_.candidates[index].rejected = std::move(reason);
    opened_[index] = nullptr;
  }

  /// Nobody can be trusted: the judge itself where it runs on this device, the host elsewhere.
  Status fall_back() {
    const kernels::Problem& problem = question_.problem;
    const auto* last = kernels::last_resort(problem.family, device_.info().kind);
    if (last == nullptr) last = question_.plain;
    if (last->device_kind() != device_.info().kind || !last->supports(problem, device_.info())) {
      return nobody_left();
    }
    choice_.winner = {last, ""};
    choice_.reason = "every other candidate was rejected";
    choice_.candidates.push_back({std::string(last->name()), ""});
    choice_.is_lasting = false;
    return {};
  }

  Error nobody_left() const {
    std::vector<std::string> reasons;
    for (const CandidateRecord& out : choice_.candidates) {
      const std::string config = out.config.empty() ? "" : " (" + out.config + ")";
      reasons.push_back(out.tactic + config + ": " + out.rejected);
    }
    return unsupported(fmt::format(
        "no tactic can be trusted with '{}' and none stands in for all ({}); allow more tactic "
        "sources or more workspace, or build for the CPU",
        question_.problem.to_string(), fmt::join(reasons, "; ")));
  }

  const Question& question_;
  const ContestRules& rules_;
  device::Device& device_;
  const Clock& clock_;
  std::vector<std::unique_ptr<OpenedCandidate>> opened_;  // nullptr when out
  const Trial* trial_ = nullptr;                          // while run() lasts
  bool judges_larger_ = false;
  Choice choice_;
};

}  // namespace

Result<Choice> hold_contest(const Question& question, const ContestRules& rules,
                            device::Device& device, const Clock& clock) {
  return Contest(question, rules, device, clock).run();
}

}  // namespace nightjar::build
