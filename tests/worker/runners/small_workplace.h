// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A workplace in a folder of a test's own, with one small real model.
#pragma once

#include <string>

#include "tests/worker/temporary_folder.h"
#include "worker/runners/workplace.h"

namespace nightjar::runners {

/// The model "small": x [N, 4] → MatMul → Relu → MatMul → scores [N, 3]. The first layer doubles
/// and the second adds up, so that the class of an item can be told by hand: it is the index of
/// its largest value among the first three.
class SmallWorkplace {
 public:
  SmallWorkplace();

  Workplace& get() { return *workplace_; }
  const std::string& folder() const { return folder_.path(); }
  /// Gives the model labelled data: the items' first three values are one-hot.
  void add_labelled_data(const std::vector<int>& classes, const std::vector<int>& labels);
  int builds() const { return builds_; }

  static wire::Lease lease(scenarios::Kind kind);

 private:
  worker::TemporaryFolder folder_;
  std::string trained_;
  SystemClock clock_;
  measure::TrustingGuard guard_;
  int builds_ = 0;
  std::unique_ptr<Workplace> workplace_;
};

}  // namespace nightjar::runners
