// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Where in a row of candidates a figure changes, when every figure is noisy: pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "results/bisect/likeness.h"

namespace nightjar::bisect {

struct Options {
  double least_change = 0.05;  ///< Smaller ones are not looked for.
  int64_t first_samples = 5;   ///< Of a candidate, before anything is compared.
  int64_t most_samples = 30;   ///< Of a candidate; then what is unknown stays so.
};

/// To be measured next, so many times.
struct Request {
  size_t candidate = 0;
  int64_t samples = 0;

  bool operator==(const Request&) const = default;
};

/// A place where the figure changes between neighbours.
struct Culprit {
  size_t before = 0,
         after = 0;  ///< Candidates; neighbours but for those that could not be measured.
  Comparison comparison;
};

/// Between two measured candidates that differ, the one in the middle is measured next; where it is
/// unknown whether they differ, both are measured more often. Ends when every difference lies
/// between neighbours. Finds several changes, unless they cancel out between two candidates that
/// were measured. A candidate that cannot be measured is passed over for one beside it.
class Bisection {
 public:
  /// Of at least two candidates, the first and the last of which are thought to differ.
  Bisection(size_t candidates, const Options& options);

  /// Nothing when all is said.
  std::optional<Request> next() const;
  /// Figures of one candidate, all positive.
  void add(size_t candidate, const std::vector<double>& figures);
  /// It cannot be built or run.
  void skip(size_t candidate);

  /// First against last.
  Comparison ends() const;
  std::vector<Culprit> culprits() const;
  /// Pairs of measured candidates of which it stayed unknown whether they differ.
  std::vector<Culprit> open_questions() const;
  const std::map<size_t, std::vector<double>>& figures() const { return figures_; }

 private:
  bool is_full(size_t candidate) const;
  std::optional<Request> wanted(size_t candidate) const;
  std::optional<Request> between(size_t before, size_t after) const;
  std::vector<Culprit> neighbours() const;

  size_t candidates_;
  Options options_;
  std::map<size_t, std::vector<double>> figures_;
  std::vector<char> is_skipped_;
};

}  // namespace nightjar::bisect
