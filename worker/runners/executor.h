// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Does a job and brings back its result: two methods, stacked in layers where they are wired.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "results/record/record.h"
#include "wire/messages.h"

namespace nightjar::runners {

/// The way out of a job while it runs. Neither is called while samples are taken.
struct Monitor {
  /// Where the job has got to, and how far through, from 0 to 1.
  std::function<void(const std::string& stage, double progress)> report = [](const std::string&,
                                                                             double) {};
  /// Whether the job had better give up now, with a sentence of its own.
  std::function<bool()> should_stop = [] { return false; };
};

class Executor {
 public:
  virtual ~Executor() = default;
  /// Whether the job can be begun: what is missing, in one sentence, before any work.
  virtual Status check_ready(const wire::Lease& lease) = 0;
  /// Does it. Trouble is a result that failed.
  virtual record::JobResult execute(const wire::Lease& lease, const Monitor& monitor) = 0;
};

inline record::JobResult failed_result(const Error& error) {
  record::JobResult result;
  const bool cancelled = error.kind == ErrorKind::kCancelled;
  result.outcome = cancelled ? record::Outcome::kCancelled : record::Outcome::kFailed;
  result.error = error.message;
  return result;
}

}  // namespace nightjar::runners
