// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What a bisection goes through: revisions of a repository, or options added one by one.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace nightjar::cli {

/// A row of things that can be made ready one at a time, and measured.
class Candidates {
 public:
  virtual ~Candidates() = default;
  virtual size_t count() const = 0;
  /// How people know it: "3f2c1ab Fuse the bias", "with --precision bf16".
  virtual std::string name(size_t candidate) const = 0;
  /// Makes it ready and measures it once, in a fresh process. An error means that it cannot be
  /// built or run.
  virtual Result<double> measure(size_t candidate) = 0;
};

struct GitRange {
  std::string repository = ".";
  std::string good, bad;  ///< Revisions; `bad` descends from `good`.
  std::string build;      ///< Shell command, run in a checkout of its own; empty: none.
  std::string measure;    ///< Shell command there, the last number of whose output is the figure.
};

/// The first-parent revisions from good to bad. They are checked out below the folder `scratch`.
Result<std::unique_ptr<Candidates>> candidates_of_git(const GitRange& range,
                                                      const std::string& scratch);

/// Candidate k is `measure` with the first k of `steps` behind it.
std::unique_ptr<Candidates> candidates_of_steps(const std::string& measure,
                                                const std::vector<std::string>& steps);

/// The last number in a text: "median 451.2 us\n" holds 451.2.
Result<double> last_number(const std::string& text);

}  // namespace nightjar::cli
