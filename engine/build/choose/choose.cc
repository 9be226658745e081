// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/choose.h"

#include <algorithm>
#include <map>

#include "base/digest.h"
#include "engine/build/choose/take_recorded.h"

namespace nightjar::build {
namespace {

constexpr double kTimingShareNs = 20e6;  // time spent on one candidate, about
constexpr size_t kMinRounds = 5;
constexpr size_t kMaxRounds = 50;
/// A GPU's tactics are verified with this batch at most: the plain answer comes from the CPU.
constexpr int64_t kVerifiedBatch = 2;

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

bool is_cpu(const device::Device& device) { return device.info().kind == device::DeviceKind::kCpu; }

/// The tuning shapes, on a GPU with a small batch.
tensor::SymbolValues verified_symbols(const Program& program, tensor::SymbolValues symbols,
                                      const device::Device& device) {
  if (is_cpu(device)) return symbols;
  for (const plan::TensorIndex input : program.inputs) {
    const tensor::Shape& shape = program.tensors[static_cast<size_t>(input)].facts.desc.shape;
    std::vector<std::string> names;
    if (!shape.empty()) shape.front().collect_symbols(names);
    for (const std::string& name : names) {
      symbols[name] = std::min(symbols[name], kVerifiedBatch);
    }
  }
  return symbols;
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
        deadline_ns_(clock.steady_ns() + options.tuning_budget_ns) {}

  Result<std::vector<Choice>> run() {
    if (!options_.decisions_json.empty()) {
      NIGHTJAR_ASSIGN(recorded_, RecordedChoices::parse(options_.decisions_json, device_.info()));
    }
    std::vector<Choice> choices;
    std::map<std::string, size_t> tuned;  // problem -> step tuned for it
    for (size_t i = 0; i < program_.steps.size(); ++i) {
      const ProgramStep& step = program_.steps[i];
      if (options_.progress && !options_.progress(i, program_.steps.size(), step.name)) {
        return Error{ErrorKind::kCancelled, "the build was cancelled at step '" + step.name + "'"};
      }
      if (const auto* recorded = recorded_.find(step.name, step.problem.digest())) {
        auto choice =
            take_recorded(program_, step, *recorded, {verified_symbols_, device_, options_.seed});
        if (!choice.ok()) return choice.error().in("step '" + step.name + "'");
        choices.push_back(std::move(*choice));
        continue;
      }
      const auto [entry, is_new] = tuned.try_emplace(key_of(step), i);
      if (!is_new) {
        choices.push_back(choices[entry->second]);
        continue;
      }
      auto choice = choose(step);
      if (!choice.ok()) return choice.error().in("step '" + step.name + "'");
      choices.push_back(std::move(*choice));
    }
    return choices;
  }

 private:
  /// Steps are equal when their problems are, and the same operands are constant.
  std::string key_of(const ProgramStep& step) const {
    std::string key = step.problem.digest();
    for (const plan::TensorIndex index : step.inputs) {
      key += index != plan::kAbsent && program_.tensors[static_cast<size_t>(index)].constant ? 'c'
                                                                                             : '-';
    }
    return key;
  }

  Result<Choice> choose(const ProgramStep& step) {
    NIGHTJAR_ASSIGN(const auto bound, step.problem.bind(symbols_));
    auto candidates = candidates_for(step.problem, bound, device_.info(), options_.allowed_sources);
    if (candidates.empty()) {
      return unsupported("no tactic solves '" + step.problem.to_string() + "'");
    }
    Choice choice;
    const auto is_trusted = [](const Candidate& candidate) {
      const auto source = candidate.tactic->source();
      return source == kernels::TacticSource::kPlain || source == kernels::TacticSource::kHost;
    };
    if (candidates.size() == 1 && is_trusted(candidates.front())) {
      choice.winner = candidates.front();
      choice.reason = "only candidate";
      choice.candidates.push_back(
          {std::string(choice.winner.tactic->name()), choice.winner.config, 0, ""});
      return choice;
    }
    NIGHTJAR_TRY(compete(step, bound, candidates, choice));
    return choice;
  }

  Status compete(const ProgramStep& step, const kernels::Problem& bound,
                 const std::vector<Candidate>& candidates, Choice& choice) {
    NIGHTJAR_ASSIGN(const auto verified, step.problem.bind(verified_symbols_));
    const auto constants = constants_of(program_, step);
    NIGHTJAR_ASSIGN(const Trial trial, make_trial(verified, constants, options_.seed));
    NIGHTJAR_ASSIGN(auto opened, open_verified(step, trial, candidates, constants, choice));
    if (!(bound == verified)) NIGHTJAR_TRY(enlarge(bound, trial, opened, choice));
    NIGHTJAR_TRY(time_interleaved(opened, choice.candidates));
    pick(candidates, choice);
    const bool any_trusted =
        std::any_of(opened.begin(), opened.end(), [](const auto& one) { return one != nullptr; });
    if (!any_trusted) fall_back(step, choice);
    std::string outputs;
    for (const auto& expected : trial.expected) outputs += sha256_hex(expected.byte_span());
    choice.output_digest = sha256_hex(outputs);
    return {};
  }

  using OpenedCandidates = std::vector<std::unique_ptr<OpenedCandidate>>;

  /// One a candidate, nullptr and a reason where it failed or disagreed. The candidates of a GPU
  /// share their memory, as much of it would take long to allocate.
  Result<OpenedCandidates> open_verified(const ProgramStep& step, const Trial& trial,
                                         const std::vector<Candidate>& candidates,
                                         const std::vector<tensor::HostTensor>& constants,
                                         Choice& choice) {
    OpenedCandidates opened;
    std::shared_ptr<TrialMemory> memory;
    for (const Candidate& candidate : candidates) {
      CandidateRecord record{std::string(candidate.tactic->name()), candidate.config, 0, ""};
      if (memory == nullptr || is_cpu(device_)) {
        NIGHTJAR_ASSIGN(memory, TrialMemory::make(trial.problem, trial, device_));
      }
      auto attempt = open_one(step, trial, candidate, constants, memory);
      const Status checked = attempt.ok() ? (*attempt)->check(trial) : Status(attempt.error());
      if (!checked.ok()) record.rejected = checked.error().message;
      opened.push_back(checked.ok() ? std::move(*attempt) : nullptr);
      choice.candidates.push_back(std::move(record));
    }
    return opened;
  }

  Result<std::unique_ptr<OpenedCandidate>> open_one(
      const ProgramStep& step, const Trial& trial, const Candidate& candidate,
      const std::vector<tensor::HostTensor>& constants, std::shared_ptr<TrialMemory> memory) {
    NIGHTJAR_ASSIGN(auto prepared,
                    candidate.tactic->prepare(step.problem, candidate.config, constants, device_));
    return OpenedCandidate::open(candidate, trial.problem, std::move(prepared), std::move(memory),
                                 device_);
  }

  /// From the extents they were verified under to those they are timed with.
  Status enlarge(const kernels::Problem& bound, const Trial& trial, OpenedCandidates& opened,
                 Choice& choice) {
    NIGHTJAR_ASSIGN(const auto memory, TrialMemory::make(bound, trial, device_));
    for (size_t i = 0; i < opened.size(); ++i) {
      if (opened[i] == nullptr) continue;
      auto larger = opened[i]->reopen(bound, memory);
      if (!larger.ok()) choice.candidates[i].rejected = larger.error().message;
      opened[i] = larger.ok() ? std::move(*larger) : nullptr;
    }
    return {};
  }

  /// Nothing can be trusted: plain on a CPU, the host elsewhere.
  void fall_back(const ProgramStep& step, Choice& choice) const {
    const auto* last = kernels::last_resort(step.problem.family, device_.info().kind);
    if (last == nullptr || !last->supports(step.problem, device_.info())) return;
    choice.winner = {last, ""};
    choice.reason = "every other candidate was rejected";
    choice.candidates.push_back({std::string(last->name()), "", 0, ""});
  }

  /// Rounds over all trusted candidates, so that drift of the machine hits them alike.
  Status time_interleaved(const std::vector<std::unique_ptr<OpenedCandidate>>& opened,
                          std::vector<CandidateRecord>& records) {
    std::vector<std::vector<double>> times(opened.size());
    double spent_ns = 0;
    const double share_ns = kTimingShareNs * static_cast<double>(opened.size());
    for (size_t round = 0; round < kMaxRounds; ++round) {
      if (round >= kMinRounds && spent_ns > share_ns) break;
      if (round > 0 && clock_.steady_ns() > deadline_ns_) break;
      for (size_t i = 0; i < opened.size(); ++i) {
        if (opened[i] == nullptr || hopeless(times, i)) continue;
        NIGHTJAR_ASSIGN(const double ns, opened[i]->time_once());
        times[i].push_back(ns);
        spent_ns += ns;
      }
    }
    for (size_t i = 0; i < opened.size(); ++i) {
      if (!times[i].empty()) records[i].median_ns = median(times[i]);
    }
    return {};
  }

  /// More than three times slower than the best after its first two rounds: not timed further.
  static bool hopeless(const std::vector<std::vector<double>>& times, size_t index) {
    if (times[index].size() < 2) return false;
    double best = times[index].front();
    for (const auto& row : times) {
      if (!row.empty()) best = std::min(best, *std::min_element(row.begin(), row.end()));
    }
    return *std::min_element(times[index].begin(), times[index].end()) > 3 * best;
  }

  void pick(const std::vector<Candidate>& candidates, Choice& choice) const {
    std::vector<double> medians;
    for (const CandidateRecord& record : choice.candidates) medians.push_back(record.median_ns);
    const size_t winner = fastest_with_ties(medians);
    choice.winner = candidates[winner];
    choice.median_ns = medians[winner];
    const double fastest = *std::min_element(
        medians.begin(), medians.end(),
        [](double a, double b) { return (a > 0 ? a : 1e300) < (b > 0 ? b : 1e300); });
    choice.reason = medians[winner] > fastest ? "tie with the fastest, fixed order" : "fastest";
  }

  const Program& program_;
  const tensor::SymbolValues& symbols_;
  const tensor::SymbolValues verified_symbols_;
  device::Device& device_;
  const BuildOptions& options_;
  const Clock& clock_;
  const int64_t deadline_ns_;
  RecordedChoices recorded_;
};

}  // namespace

size_t fastest_with_ties(const std::vector<double>& medians_ns) {
  double fastest = 0;
  for (const double ns : medians_ns) {
    if (ns > 0 && (fastest == 0 || ns < fastest)) fastest = ns;
  }
  for (size_t i = 0; i < medians_ns.size(); ++i) {
    if (medians_ns[i] > 0 && medians_ns[i] <= fastest * (1 + kTieShare)) return i;
  }
  return 0;
}

Result<std::vector<Choice>> choose_tactics(const Program& program,
                                           const tensor::SymbolValues& tuning_symbols,
                                           device::Device& device, const BuildOptions& options,
                                           const Clock& clock) {
  return Tuner(program, tuning_symbols, device, options, clock).run();
}

}  // namespace nightjar::build
