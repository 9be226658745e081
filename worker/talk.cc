// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/talk.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <utility>

namespace nightjar::worker {
namespace {

constexpr int64_t kAnswerNs = 1'000'000'000;
constexpr int64_t kLongestSleepNs = 1'000'000'000;

class Loop {
 public:
  Loop(SessionState state, const TalkSetting& setting)
      : state_(std::move(state)), setting_(setting) {}

  void run() {
    while (!left_) {
      happen(Tick{});
      if (left_) return;
      sleep();
      while (auto event = setting_.measurer.hear()) happen(*event);
    }
  }

 private:
  void happen(const Event& event) {
    const Moment now{setting_.clock.steady_ns(), setting_.clock.unix_ns()};
    Step next = step(std::move(state_), event, now);
    state_ = std::move(next.state);
    for (const Effect& effect : next.effects) {
      std::visit([this](const auto& what) { perform(what); }, effect);
    }
  }

  void perform(const CallCoordinator&);
  void perform(const StartJob& start) {
    setting_.say(fmt::format("job {} begins: {}", start.lease.job_id,
                             scenarios::display_name(start.lease.scenario)));
    const Status started = setting_.measurer.start(start.lease);
    if (!started.ok()) happen(ChildDied{"could not begin (" + started.error().message + ")"});
  }
  void perform(const KillChild&) { setting_.measurer.stop(); }
  void perform(const Leave&) { left_ = true; }

  /// Whether a message came in time. An answer to an earlier call counts as well.
  bool take_answer(int64_t timeout_ns);
  void sleep();

  SessionState state_;
  const TalkSetting& setting_;
  bool left_ = false;
  bool stop_seen_ = false;
  std::string last_trouble_;
};

bool Loop::take_answer(int64_t timeout_ns) {
  auto received = setting_.channel.receive({timeout_ns, -1});
  std::string trouble;
  if (!received.ok()) {
    trouble = received.error().message;
  } else if (!received->has_value()) {
    return false;
  } else if (auto* desired = std::get_if<wire::DesiredState>(&**received)) {
    happen(Answered{std::move(*desired)});
    return true;
  } else if (const auto* refusal = std::get_if<wire::Refusal>(&**received)) {
    trouble = refusal->sentence;
  } else {
    trouble = fmt::format("the coordinator sent a {}", wire::name_of(**received));
  }
  if (std::exchange(last_trouble_, trouble) != trouble) setting_.say(trouble);
  return false;
}

void Loop::perform(const CallCoordinator&) {
  // What came too late for earlier calls, so that no answer is ever one call behind.
  while (!left_ && take_answer(0)) {
  }
  if (left_) return;
  const Status sent = setting_.channel.send(message_of(state_));
  if (!sent.ok() || !take_answer(kAnswerNs)) {
    if (state_.unanswered == 0) setting_.say("the coordinator does not answer; trying again");
    happen(NotAnswered{});
  }
}

void Loop::sleep() {
  const int64_t left_ns = next_tick_ns(state_) - setting_.clock.steady_ns();
  const int64_t sleep_ns = std::clamp<int64_t>(left_ns, 0, kLongestSleepNs);
  pollfd entries[] = {{setting_.measurer.fd(), POLLIN, 0},
                      {stop_seen_ ? -1 : setting_.stop_fd, POLLIN, 0}};
  // Rounded up, so that the last millisecond is slept through and not spun away.
  if (poll(entries, 2, static_cast<int>((sleep_ns + 999'999) / 1'000'000)) <= 0) return;
  if (entries[1].revents != 0) {
    stop_seen_ = true;
    setting_.say("asked to stop");
    happen(StopAsked{});
  }
}

}  // namespace

void talk(SessionState state, const TalkSetting& setting) { Loop(std::move(state), setting).run(); }

}  // namespace nightjar::worker
