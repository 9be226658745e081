// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "coordinator/serve.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "coordinator/ability.h"
#include "scenarios/expand.h"

namespace nightjar::coordinator {
namespace {

constexpr int kMostMessagesInARow = 256;  // Then the clock is looked at again.
constexpr int64_t kMostRunsLookedBack = 100;
constexpr int64_t kReloadNs = kSecondNs;

/// One overload an effect that is written to disk.
struct Writer {
  store::Store& store;
  const Clock& clock;

  Status operator()(const WriteLease& write) {
    return store.jobs().lease(write.job_id, write.grant);
  }
  Status operator()(const WriteRequeue& write) {
    return store.jobs().requeue(write.job_id, write.token);
  }
  Status operator()(const WriteResult& write) {
    const auto accepted = store.jobs().finish(write.job_id, write.token, write.result);
    if (accepted.ok()) return {};
    if (accepted.error().kind != ErrorKind::kInvalidInput) return accepted.error();
    // The store holds results to more than we do; a job cannot wait for a better one for ever.
    return store.jobs().end(write.job_id, record::Outcome::kFailed, accepted.error().message);
  }
  Status operator()(const WriteEnd& write) {
    return store.jobs().end(write.job_id, write.outcome, write.reason);
  }
  Status operator()(const FinishRun& write) {
    return store.runs().finish(write.run, clock.unix_ns());
  }
};

}  // namespace

Server::Server(const Surroundings& surroundings, const Policy& policy) : around_(surroundings) {
  state_.policy = policy;
}

Result<Server> Server::start(const Surroundings& surroundings, const Policy& policy) {
  Server server(surroundings, policy);
  NIGHTJAR_TRY(server.load());
  return server;
}

Status Server::load() {
  next_load_ns_ = around_.clock.steady_ns() + kReloadNs;
  state_.queue = Queue();
  NIGHTJAR_ASSIGN(const std::vector<store::Job> jobs, around_.store.jobs().load_open_jobs());
  std::map<int64_t, std::vector<store::Job>> by_run;
  for (const store::Job& job : jobs) by_run[job.run].push_back(job);
  for (auto& [number, open] : by_run) {
    NIGHTJAR_ASSIGN(const record::Run run, around_.store.runs().find(record::run_id(number)));
    state_ =
        step(std::move(state_), JobsAdded{std::move(open), run.fault}, around_.clock.steady_ns())
            .state;
  }
  // Whose last job ended just before the program did.
  NIGHTJAR_ASSIGN(const std::vector<record::Run> runs,
                  around_.store.runs().list(kMostRunsLookedBack));
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    if (run->finished() || by_run.count(run->sequence) != 0) continue;
    NIGHTJAR_TRY(apply(FinishRun{run->sequence}, nullptr));
  }
  is_current_ = true;
  return {};
}

void Server::distrust(const Error& error) {
  is_current_ = false;
  around_.listener.trouble(error.message);
}

Status Server::apply(const Effect& effect, const wire::PeerId* from) {
  if (const auto* notice = std::get_if<Notice>(&effect)) {
    around_.listener.notice(*notice);
    return {};
  }
  if (const auto* answer = std::get_if<Answer>(&effect)) {
    if (from != nullptr) reply(*from, answer->desired);
    return {};
  }
  Writer writer{around_.store, around_.clock};
  const Status written = std::visit(
      [&](const auto& write) {
        if constexpr (std::is_invocable_v<Writer, decltype(write)>) return writer(write);
        return Status();
      },
      effect);
  const auto* finished = std::get_if<FinishRun>(&effect);
  if (written.ok() && finished != nullptr) finished_.push_back(finished->run);
  return written;
}

Status Server::handle(const Event& event, const wire::PeerId* from) {
  Step next = step(std::move(state_), event, around_.clock.steady_ns());
  state_ = std::move(next.state);
  for (const Effect& effect : next.effects) {
    const Status done = apply(effect, from);
    if (done.ok()) continue;
    distrust(done.error());
    return done;
  }
  return {};
}

/// A peer that has gone or is too slow asks again.
void Server::reply(const wire::PeerId& to, const wire::Message& message) {
  const Status sent = around_.channel.send(to, message);
  const bool is_ours = !sent.ok() && sent.error().kind != ErrorKind::kNotFound &&
                       sent.error().kind != ErrorKind::kTimeout;
  if (is_ours) around_.listener.trouble(sent.error().message);
}

void Server::take(const wire::Incoming& incoming) {
  if (!incoming.message.ok()) {
    const std::string& sentence = incoming.message.error().message;
    around_.listener.trouble("a message was refused: " + sentence);
    return reply(incoming.from, wire::Refusal{sentence});
  }
  const wire::Message& message = *incoming.message;
  if (const auto* worker = std::get_if<wire::WorkerState>(&message)) {
    // Without a queue that can be trusted there is no answer; the worker asks again.
    if (is_current_) (void)handle(WorkerSpoke{*worker}, &incoming.from);
    return;
  }
  if (desk_ == nullptr) {
    return reply(incoming.from, wire::Refusal{"this coordinator works on one run of its own and "
                                              "takes no requests; start 'nightjar coordinator'"});
  }
  reply(incoming.from, desk_->answer(message));
}

Status Server::turn(int64_t most_ns, int wake_fd) {
  const int64_t now_ns = around_.clock.steady_ns();
  const int64_t due_ns = next_tick_ns(state_, now_ns) - now_ns;
  wire::Wait wait{std::clamp<int64_t>(std::min(most_ns, due_ns), 0, most_ns), wake_fd};
  for (int taken = 0; taken < kMostMessagesInARow; ++taken) {
    NIGHTJAR_ASSIGN(const auto incoming, around_.channel.receive(wait));
    if (!incoming) break;
    take(*incoming);
    wait.timeout_ns = 0;
  }
  if (!is_current_ && around_.clock.steady_ns() >= next_load_ns_) {
    const Status loaded = load();
    if (!loaded.ok()) distrust(loaded.error());
  }
  if (is_current_) (void)handle(Tick{}, nullptr);
  return {};
}

Result<record::Run> Server::submit(store::NewRun run) {
  const std::vector<wire::WorkerState> workers = state_.roster.workers();
  std::vector<scenarios::Scenario> possible;
  for (scenarios::Scenario& scenario : run.scenarios) {
    std::optional<std::string> reason = scenarios::refuse_by_device_kind(scenario);
    const bool is_kind_here = std::any_of(workers.begin(), workers.end(), [&](const auto& worker) {
      return device_kind(worker.device) == scenario.device;
    });
    // A worker of another kind may still come; one that is there will not learn anything new.
    if (!reason && is_kind_here) reason = refuse(workers, scenario);
    if (reason) {
      run.left_out.push_back({std::move(scenario), *reason});
    } else {
      possible.push_back(std::move(scenario));
    }
  }
  run.scenarios = std::move(possible);
  run.created_unix_ns = around_.clock.unix_ns();
  NIGHTJAR_ASSIGN(const record::Run created, around_.store.runs().create(run));
  NIGHTJAR_ASSIGN(std::vector<store::Job> jobs, around_.store.jobs().load_jobs(created.sequence));
  if (jobs.empty()) NIGHTJAR_TRY(apply(FinishRun{created.sequence}, nullptr));
  NIGHTJAR_TRY(handle(JobsAdded{std::move(jobs), created.fault}, nullptr));
  return created;
}

Status Server::prove(const record::Run& run, const std::vector<store::Suspicion>& suspicions) {
  if (!is_current_) NIGHTJAR_TRY(load());
  NIGHTJAR_ASSIGN(std::vector<store::Job> jobs, around_.store.jobs().add_proofs(suspicions));
  return handle(JobsAdded{std::move(jobs), run.fault}, nullptr);
}

Status Server::cancel(int64_t run, const std::string& reason) {
  if (!is_current_) NIGHTJAR_TRY(load());
  return handle(RunCancelled{run, reason}, nullptr);
}

Status Server::worker_died(const std::string& host, int64_t pid, const std::string& how) {
  if (!is_current_) return {};
  return handle(WorkerDied{host, pid, how}, nullptr);
}

std::vector<int64_t> Server::take_finished() { return std::exchange(finished_, {}); }

bool Server::take_finished(int64_t run) { return std::erase(finished_, run) > 0; }

}  // namespace nightjar::coordinator
