// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One run from its suite to its verdicts, on a server that somebody else keeps turning.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "coordinator/serve.h"
#include "coordinator/suspicion.h"
#include "results/record/run.h"
#include "results/record/verdict.h"
#include "results/store/store.h"

namespace nightjar::coordinator {

/// Judges every job of a finished run against the earlier runs of its series, and stores the
/// verdicts. Judging again replaces them.
Result<std::vector<record::Verdict>> judge_run(store::Store& store, int64_t run);

/// The verdicts as they would be had nothing been repeated; stores none.
Result<std::vector<record::Verdict>> judge_without_proof(store::Store& store, int64_t run);

/// Finished runs without verdicts, oldest first: what a coordinator that was stopped left behind.
Result<std::vector<int64_t>> find_unjudged(store::Store& store);

/// How many verdicts ask for somebody's attention.
struct Alarms {
  int64_t regressed = 0;
  int64_t unmeasured = 0;  ///< Failed or not measured; a run that measured nothing counts as one.
};
Alarms count_alarms(const std::vector<record::Verdict>& verdicts);

struct CampaignOrder {
  store::NewRun run;   ///< Its scenarios are all that the suite asks for.
  size_t workers = 1;  ///< To be waited for before the run begins.
  int64_t gather_ns = 60'000'000'000;
  ProofPolicy proof;
};

class Campaign {
 public:
  /// Server and store outlive the campaign.
  Campaign(Server& server, store::Store& store, const Clock& clock, CampaignOrder order);

  /// Call after every turn of the server: begins once the workers are there, judges at the end,
  /// has what is suspected repeated, and judges again by what the repeats came to.
  Status advance();
  /// Ends the open jobs; the campaign is over after the next advance().
  Status cancel(const std::string& reason);

  bool has_begun() const { return run_.sequence != 0; }
  bool is_over() const { return is_over_; }
  /// Measurements that are being repeated, or were; 0 before they have been judged.
  int64_t suspected() const { return suspected_; }
  const record::Run& run() const { return run_; }
  const std::vector<record::Verdict>& verdicts() const { return verdicts_; }

 private:
  Status begin();

  Server& server_;
  store::Store& store_;
  const Clock& clock_;
  CampaignOrder order_;
  int64_t gather_until_ns_;
  record::Run run_;
  bool is_over_ = false, is_cancelled_ = false;
  int64_t suspected_ = 0;
  std::vector<record::Verdict> verdicts_;
};

}  // namespace nightjar::coordinator
