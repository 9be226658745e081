// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What a simulation is made of: a worker's place, a channel without a network, a process that ends.
#pragma once

#include <deque>
#include <stdexcept>

#include "tests/system/simulation.h"

namespace nightjar::system_test {

/// The coordinator's process ends here.
struct Crash : std::runtime_error {
  Crash() : std::runtime_error("the coordinator has crashed") {}
};

struct Simulation::Worker {
  worker::SessionState state;
  int life = 0;  // Another one for every process that takes this place.
  bool is_alive = false;
  int64_t frozen_until_ns = 0;
  int64_t job_number = 0;  // Of the measuring process; another one ends the one before.
  int64_t call_number = 0, answered_call = 0;
};

class SimulatedChannel final : public wire::ServerChannel {
 public:
  explicit SimulatedChannel(Simulation& simulation) : simulation_(simulation) {}

  Result<std::optional<wire::Incoming>> receive(const wire::Wait&) override {
    if (incoming.empty()) return std::optional<wire::Incoming>();
    wire::Incoming first = std::move(incoming.front());
    incoming.pop_front();
    return std::optional(std::move(first));
  }
  Status send(const wire::PeerId& to, const wire::Message& message) override {
    if (simulation_.chance(simulation_.faults_.crash_at_answer)) throw Crash();
    simulation_.send_to_worker(to, message);
    return {};
  }
  std::string endpoint() const override { return "simulated"; }

  std::deque<wire::Incoming> incoming;

 private:
  Simulation& simulation_;
};

class CrashingListener final : public coordinator::Listener {
 public:
  explicit CrashingListener(Simulation& simulation) : simulation_(simulation) {}

  void notice(const coordinator::Notice&) override {
    if (simulation_.chance(simulation_.faults_.crash_at_notice)) throw Crash();
  }
  void trouble(const std::string& sentence) override {
    simulation_.broken_.push_back("trouble: " + sentence);
  }

 private:
  Simulation& simulation_;
};

}  // namespace nightjar::system_test
