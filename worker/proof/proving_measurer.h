// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Repeats both sides of a suspicion, each repeat in a measuring process of its own.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "worker/measurer.h"
#include "worker/proof/prover.h"
#include "worker/runners/models/side_files.h"

namespace nightjar::worker::proof {

/// A measurer whose measuring processes are this program, or another one by its path.
using MakeMeasurer = std::function<std::unique_ptr<Measurer>(const std::string& program)>;

/// Hands every other job through.
class ProvingMeasurer final : public Measurer {
 public:
  struct Setting {
    MakeMeasurer make;
    std::string program;              ///< This worker's own,
    record::Environment environment;  ///< and where it measures.
    runners::SideFiles sides;
  };
  /// The clock outlives this.
  ProvingMeasurer(Setting setting, const Clock& clock);

  Status start(const wire::Lease& lease) override;
  void stop() override;
  int fd() const override { return active_ ? active_->fd() : -1; }
  std::optional<Event> hear() override;

 private:
  Stock take_stock() const;
  /// Starts the next trial, or has the end of the job ready to be heard.
  void go_on();
  void take(record::JobResult result);
  Event ended() const;
  wire::Lease lease_of(const Trial& trial) const;

  Setting setting_;
  const Clock& clock_;
  std::unique_ptr<Measurer> own_, old_;
  Measurer* active_ = nullptr;  // With a job only.
  // Of a job that repeats others.
  wire::Lease lease_;
  std::optional<Prover> prover_;
  int64_t begun_ns_ = 0, begun_unix_ns_ = 0, trials_ = 0;
  std::optional<Event> pending_;
};

}  // namespace nightjar::worker::proof
