// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Random messages that use every field, from a seed.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "wire/codec.h"

namespace nightjar::wire {

class ExampleMaker {
 public:
  explicit ExampleMaker(uint64_t seed) : random_(seed) {}

  bool flip() { return random_() % 2 == 0; }
  int64_t number(int64_t low, int64_t high);
  double real();
  std::string text();  ///< Any bytes.
  std::string name();  ///< Printable.
  std::vector<int64_t> numbers(int64_t most);

  scenarios::Scenario scenario();
  scenarios::FaultInjection fault();
  Lease lease();
  record::JobResult result();
  WorkerState worker_state();
  DesiredState desired_state();
  Message message();  ///< Any of them.

 private:
  record::Summary summary();
  record::LayerRow layer();
  record::Environment environment();
  record::ProofOrder proof_order();
  record::Proof proof();
  StatusReply status_reply();
  SubmitRequest submit_request();

  std::mt19937_64 random_;
};

}  // namespace nightjar::wire
