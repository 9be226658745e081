// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A candidate on a device: was it right, is it every time, and how long does it take.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "engine/build/choose/candidate.h"
#include "engine/build/choose/trial.h"

namespace nightjar::build {

/// A candidate opened on device memory, ready to be launched again and again.
class OpenedCandidate {
 public:
  static Result<std::unique_ptr<OpenedCandidate>> open(const Candidate& candidate,
                                                       const kernels::Problem& bound,
                                                       kernels::Prepared prepared,
                                                       std::shared_ptr<TrialMemory> memory,
                                                       device::Device& device);

  /// Fills outputs with a pattern, launches and compares with the plain answer. How long that first
  /// launch took by `clock` is remembered on a CPU.
  Status check(const Trial& trial, const Clock& clock);
  /// Launches `times` times more; each answer has to be the first one, bit by bit.
  Status check_repeats(size_t times);
  /// Launches once more, on extents larger than the trial's, whose items they repeat.
  Status check_larger(const Trial& trial);
  /// Nanoseconds of one launch, synchronised: by `clock` on a CPU, by the device's events on a GPU,
  /// there the mean of several recorded launches.
  Result<double> time_once(const Clock& clock);
  /// Of the launch that was checked; 0 when it is not known.
  double first_ns() const { return first_ns_; }
  size_t workspace_bytes() const { return launchable_->workspace_bytes(); }
  /// Takes the SHA-256 of the outputs that check or check_repeats, called just before, found right.
  void note_digest();
  /// Empty before it was noted.
  const std::string& output_digest() const { return output_digest_; }
  /// The same candidate under other extents.
  Result<std::unique_ptr<OpenedCandidate>> reopen(const kernels::Problem& bound,
                                                  std::shared_ptr<TrialMemory> memory);

 private:
  OpenedCandidate(Candidate candidate, device::Device& device, kernels::Prepared prepared)
      : candidate_(std::move(candidate)), device_(device), prepared_(std::move(prepared)) {}
  Status launch();
  Status begin_timing();
  Result<double> time_recorded();
  /// One launch over a pattern, whose outputs are in the memory's answers then.
  Status answer_anew(const Clock* clock = nullptr);
  std::vector<uint64_t> answer_checksums() const;

  Candidate candidate_;
  device::Device& device_;
  kernels::Prepared prepared_;
  std::shared_ptr<TrialMemory> memory_;
  std::unique_ptr<kernels::Launchable> launchable_;
  std::unique_ptr<device::Stream> stream_;
  std::unique_ptr<device::Event> before_, after_;
  device::Buffer workspace_;
  std::vector<const void*> inputs_;  // nullptr where packed
  std::vector<uint64_t> checksums_;  // of the answer that was verified; empty when extents changed
  std::string output_digest_;
  double first_ns_ = 0;
  std::unique_ptr<device::Recording> recording_;
  int recorded_launches_ = 1;
};

}  // namespace nightjar::build
