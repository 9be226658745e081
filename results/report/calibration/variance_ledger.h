// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How much of each scenario's scatter comes from days, from builds, from processes and from
// samples.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "results/record/run.h"
#include "results/report/terminal.h"
#include "results/statistics/variance_components.h"

namespace nightjar::report {

/// The levels of the ledger, outermost first, as their columns are named.
inline constexpr const char* kLedgerLevels[] = {"day", "build", "process", "sample"};

class VarianceLedger {
 public:
  /// One measurement, which is one process, of a plan, of a day, with its raw latencies; a hundred
  /// of them, evenly spread, are kept. Those that did not finish, or carry a fault, are passed
  /// over.
  void add(const record::Measurement& measurement, std::span<const int64_t> latency_ns);

  /// By display name: one component a level, of the logarithms, so that its root is a relative
  /// deviation. A level that never changed is not known.
  std::map<std::string, std::vector<statistics::VarianceComponent>> components() const;

 private:
  struct Series {
    std::map<std::string, int64_t> builds;  // Numbers of plans.
    std::vector<statistics::NestedValue> values;
  };
  std::map<std::string, Series> series_;
};

/// A row a scenario: the relative deviation that each level adds, with its 95 % interval.
std::string print_ledger(const VarianceLedger& ledger, const TerminalStyle& style);

}  // namespace nightjar::report
