// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/system/simulation.h"

#include <fmt/format.h>

#include <cmath>

#include "tests/coordinator/examples.h"
#include "tests/system/simulation_parts.h"

namespace nightjar::system_test {
namespace {

constexpr double kServerTurnS = 0.2;
constexpr double kAnswerS = 1.0;

int64_t nanoseconds(double seconds) { return static_cast<int64_t>(seconds * 1e9); }

}  // namespace

Simulation::Simulation(uint64_t seed, const Faults& faults, int jobs, int workers)
    : random_(seed), faults_(faults), begun_ns_(clock_.steady_ns()) {
  auto store = store::Store::open(":memory:");
  if (!store.ok()) throw std::runtime_error(store.error().message);
  store_ = std::make_unique<store::Store>(std::move(*store));
  channel_ = std::make_unique<SimulatedChannel>(*this);
  listener_ = std::make_unique<CrashingListener>(*this);
  store::NewRun run;
  run.suite_name = "simulated";
  for (int i = 0; i < jobs; ++i) {
    run.scenarios.push_back(coordinator::scenario_of("model" + std::to_string(i)));
  }
  run_ = store_->runs().create(run)->sequence;
  start_server();
  after(0, [this] { turn_server(); });
  for (int place = 0; place < workers; ++place) {
    workers_.push_back(std::make_unique<Worker>());
    start_worker(place);
    disturb(place);
  }
}

Simulation::~Simulation() = default;

double Simulation::elapsed_s() const {
  return 1e-9 * static_cast<double>(clock_.steady_ns() - begun_ns_);
}

bool Simulation::chance(double probability) {
  return std::uniform_real_distribution<>(0, 1)(random_) < probability;
}

double Simulation::exponential(double mean_s) {
  return mean_s <= 0 ? 0 : std::exponential_distribution<>(1 / mean_s)(random_);
}

void Simulation::at(int64_t time_ns, std::function<void()> what) {
  agenda_.emplace(std::max(time_ns, clock_.steady_ns()), std::move(what));
}

void Simulation::after(double seconds, std::function<void()> what) {
  at(clock_.steady_ns() + nanoseconds(seconds), std::move(what));
}

bool Simulation::run(double limit_s) {
  while (elapsed_s() < limit_s) {
    if (store_->runs().find("latest")->finished()) return true;
    auto next = agenda_.extract(agenda_.begin());
    clock_.advance_ns(next.key() - clock_.steady_ns());
    next.mapped()();
  }
  return false;
}

// The coordinator.

void Simulation::start_server() {
  auto server = coordinator::Server::start({*store_, *channel_, clock_, *listener_}, {});
  if (!server.ok()) throw std::runtime_error(server.error().message);
  server_ = std::make_unique<coordinator::Server>(std::move(*server));
}

void Simulation::crash_server() {
  ++crashes_;
  server_.reset();
  static_cast<SimulatedChannel&>(*channel_).incoming.clear();
  after(exponential(4), [this] { start_server(); });
}

void Simulation::with_server(const std::function<void(coordinator::Server&)>& what) {
  if (!server_) return;
  try {
    what(*server_);
  } catch (const Crash&) {
    crash_server();
  }
}

void Simulation::turn_server() {
  with_server([](coordinator::Server& server) { (void)server.turn(0, -1); });
  after(kServerTurnS, [this] { turn_server(); });
}

/// What is acknowledged is on disk at that moment.
void Simulation::note_acknowledged(int64_t job_id) {
  const auto job = store_->jobs().find(job_id);
  const bool has_ended =
      job.ok() && job->state != store::JobState::kQueued && job->state != store::JobState::kLeased;
  if (!has_ended) {
    broken_.push_back(fmt::format("job {} was acknowledged and is not on disk", job_id));
    return;
  }
  const auto measurement = store_->series().measurement(job_id);
  if (!measurement.ok()) return;
  const double mark = measurement->result.latency.median_ns;
  const auto [known, is_new] = acknowledged_.emplace(job_id, mark);
  if (!is_new && known->second != mark) {
    broken_.push_back(fmt::format("job {} was acknowledged with two results", job_id));
  }
}

// The network.

void Simulation::carry(std::function<void()> deliver) {
  if (chance(faults_.lose)) return;
  if (chance(faults_.twice)) after(exponential(faults_.delay_s), deliver);
  after(exponential(faults_.delay_s), std::move(deliver));
}

void Simulation::send_to_worker(const std::string& peer, const wire::Message& message) {
  const auto* desired = std::get_if<wire::DesiredState>(&message);
  if (desired == nullptr) return;
  if (desired->accepted_job_id != 0) note_acknowledged(desired->accepted_job_id);
  const int place = std::stoi(peer.substr(0, peer.find('/')));
  const int life = std::stoi(peer.substr(peer.find('/') + 1));
  carry([this, place, life, desired = *desired] {
    Worker& worker = *workers_[static_cast<size_t>(place)];
    worker.answered_call = worker.call_number;
    happen(place, life, worker::Answered{desired});
  });
}

// The workers.

void Simulation::start_worker(int place) {
  Worker& worker = *workers_[static_cast<size_t>(place)];
  worker = Worker{.state = {}, .life = worker.life + 1, .is_alive = true};
  worker.state.self = coordinator::idle_worker(fmt::format("w{}", next_name_++));
  worker.state.self.pid = next_name_;
  worker.state.environment = coordinator::good_result().environment;
  schedule_tick(place);
}

void Simulation::end_worker(int place, bool is_seen) {
  Worker& worker = *workers_[static_cast<size_t>(place)];
  if (!worker.is_alive) return;
  worker.is_alive = false;
  const int64_t pid = worker.state.self.pid;
  if (is_seen) {
    with_server([pid](coordinator::Server& server) {
      (void)server.worker_died("here", pid, "was killed by signal 9");
    });
  }
  after(0.5 + exponential(2), [this, place] { start_worker(place); });
}

/// Again and again, with this mean time between.
void Simulation::every(double mean_s, const std::function<void()>& what) {
  if (mean_s <= 0) return;
  after(exponential(mean_s), [this, mean_s, what] {
    what();
    every(mean_s, what);
  });
}

void Simulation::disturb(int place) {
  every(faults_.kill_worker_s, [this, place] { end_worker(place, chance(0.5)); });
  every(faults_.freeze_worker_s, [this, place] {
    workers_[static_cast<size_t>(place)]->frozen_until_ns =
        clock_.steady_ns() + nanoseconds(exponential(8));
  });
  every(faults_.stop_worker_s, [this, place] {
    happen(place, workers_[static_cast<size_t>(place)]->life, worker::StopAsked{});
  });
}

void Simulation::happen(int place, int life, const worker::Event& event) {
  Worker& worker = *workers_[static_cast<size_t>(place)];
  if (!worker.is_alive || worker.life != life) return;
  if (clock_.steady_ns() < worker.frozen_until_ns) {
    return at(worker.frozen_until_ns, [this, place, life, event] { happen(place, life, event); });
  }
  worker::Step next =
      worker::step(std::move(worker.state), event, {clock_.steady_ns(), clock_.unix_ns()});
  worker.state = std::move(next.state);
  for (const worker::Effect& effect : next.effects) perform(place, effect);
  if (!std::holds_alternative<worker::Tick>(event)) schedule_tick(place);
}

void Simulation::schedule_tick(int place) {
  const Worker& worker = *workers_[static_cast<size_t>(place)];
  const int life = worker.life;
  const int64_t tick_ns = std::max(worker::next_tick_ns(worker.state), worker.frozen_until_ns);
  at(tick_ns, [this, place, life] {
    Worker& ticking = *workers_[static_cast<size_t>(place)];
    const bool is_due = clock_.steady_ns() >= worker::next_tick_ns(ticking.state);
    if (!ticking.is_alive || ticking.life != life || !is_due) return;
    happen(place, life, worker::Tick{});
    schedule_tick(place);
  });
}

void Simulation::perform(int place, const worker::Effect& effect) {
  Worker& worker = *workers_[static_cast<size_t>(place)];
  if (std::holds_alternative<worker::CallCoordinator>(effect)) return call(place);
  if (std::holds_alternative<worker::KillChild>(effect)) {
    ++worker.job_number;
  } else if (std::holds_alternative<worker::Leave>(effect)) {
    end_worker(place, false);
  } else if (const auto* start = std::get_if<worker::StartJob>(&effect)) {
    begin_job(place, start->lease);
  }
}

void Simulation::call(int place) {
  Worker& worker = *workers_[static_cast<size_t>(place)];
  const int life = worker.life;
  const int64_t number = ++worker.call_number;
  carry([this, place, life, message = wire::Message(worker::message_of(worker.state))] {
    if (!server_) return;
    static_cast<SimulatedChannel&>(*channel_).incoming.push_back(
        {fmt::format("{}/{}", place, life), message});
    with_server([](coordinator::Server& server) { (void)server.turn(0, -1); });
  });
  after(kAnswerS, [this, place, life, number] {
    if (workers_[static_cast<size_t>(place)]->answered_call >= number) return;
    happen(place, life, worker::NotAnswered{});
  });
}

void Simulation::begin_job(int place, const wire::Lease& lease) {
  Worker& worker = *workers_[static_cast<size_t>(place)];
  const int life = worker.life;
  const int64_t number = ++worker.job_number;
  const auto mark = static_cast<double>(++next_mark_);
  made_for_[mark] = lease.job_id;
  const bool dies = chance(faults_.measuring_dies);
  after(0.05 + exponential(2), [this, place, life, number, mark, lease, dies] {
    if (workers_[static_cast<size_t>(place)]->job_number != number) return;
    if (dies) return happen(place, life, worker::ChildDied{"was killed by signal 11"});
    happen(place, life,
           worker::JobEnded{lease.job_id, lease.token, coordinator::good_result(mark)});
  });
}

}  // namespace nightjar::system_test
