// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/run_progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

namespace nightjar::cli {
namespace {

constexpr int64_t kSecondNs = 1'000'000'000;
constexpr int64_t kRedrawNs = kSecondNs / 8;
constexpr int kBarCells = 24;
constexpr int kUsualColumns = 100;

int columns_of(std::FILE* stream) {
  winsize size{};
  const bool is_known = ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return is_known ? size.ws_col : kUsualColumns;
}

std::string bar(int64_t done, int64_t total) {
  const int64_t full = total > 0 ? std::min<int64_t>(kBarCells, kBarCells * done / total) : 0;
  std::string cells;
  for (int i = 0; i < kBarCells; ++i) cells += i < full ? "━" : "╌";
  return cells;
}

/// Cuts by characters, never inside of one.
std::string cut(const std::string& text, int columns) {
  int used = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_start = (static_cast<unsigned char>(text[i]) & 0xc0) != 0x80;
    if (is_start && ++used > columns) return text.substr(0, i);
  }
  return text;
}

std::string duration_text(double duration_ns) {
  if (duration_ns < 1e3) return fmt::format("{:.0f} ns", duration_ns);
  if (duration_ns < 1e6) return fmt::format("{:.4g} us", duration_ns / 1e3);
  if (duration_ns < 1e9) return fmt::format("{:.4g} ms", duration_ns / 1e6);
  return fmt::format("{:.4g} s", duration_ns / 1e9);
}

/// What one of the workers at work is at; they take turns by the second.
std::string current_work(const coordinator::State& state, int64_t now_ns) {
  std::vector<std::string> lines;
  for (const auto& [id, entry] : state.roster.entries()) {
    const coordinator::OpenJob* job = state.queue.find(entry.worker.job_id);
    if (job == nullptr) continue;
    lines.push_back(fmt::format("{}: {}", display_name(job->job.scenario), entry.worker.stage));
  }
  if (lines.empty()) return "";
  return lines[static_cast<size_t>(now_ns / (2 * kSecondNs)) % lines.size()];
}

}  // namespace

std::string clock_text(int64_t duration_ns) {
  const int64_t seconds = std::max<int64_t>(0, duration_ns / kSecondNs);
  if (seconds >= 3600) {
    return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
  return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

std::string progress_line(const ProgressView& view, int columns) {
  std::string line = fmt::format("{} {}/{}", bar(view.done, view.total), view.done, view.total);
  if (view.failed > 0) line += fmt::format(", {} failed", view.failed);
  if (view.done > 0 && view.done < view.total) {
    const int64_t left_ns = view.elapsed_ns / view.done * (view.total - view.done);
    line += fmt::format(", {} left", clock_text(left_ns));
  }
  if (!view.current.empty()) line += "  " + view.current;
  return cut(line, columns);
}

RunProgress::Style RunProgress::style_for(std::FILE* stream, bool is_quiet) {
  if (is_quiet) return Style::kQuiet;
  return isatty(fileno(stream)) != 0 ? Style::kBar : Style::kLines;
}

void RunProgress::begin(const std::string& headline, int64_t jobs) {
  view_ = {};
  view_.total = jobs;
  begun_ns_ = clock_.steady_ns();
  say(headline);
}

void RunProgress::say(const std::string& line) {
  if (style_ == Style::kQuiet) return;
  clear();
  fmt::print(stream_, "{}\n", line);
  std::fflush(stream_);
}

void RunProgress::say_ended(const coordinator::Notice& notice) {
  const bool is_done = notice.outcome == record::Outcome::kDone;
  ++view_.done;
  view_.failed += is_done ? 0 : 1;
  // On a terminal the bar says enough; a failure is worth a line everywhere.
  if (style_ == Style::kBar && is_done) return;
  const std::string what =
      is_done && notice.is_proof ? "repeated"
      : is_done                  ? duration_text(notice.median_ns)
                : fmt::format("{}: {}", record::to_string(notice.outcome), notice.sentence);
  // A coordinator shows several runs, and has no count of its own.
  const std::string place = view_.total > 0 ? fmt::format("[{}/{}]", view_.done, view_.total)
                                            : record::run_id(notice.run);
  say(fmt::format("{} {}  {}", place, display_name(notice.scenario), what));
}

void RunProgress::notice(const coordinator::Notice& notice) {
  using Kind = coordinator::Notice::Kind;
  switch (notice.kind) {
    case Kind::kJobEnded:
      return say_ended(notice);
    case Kind::kJobRequeued:
      return say(
          fmt::format("{} is queued again: {}", display_name(notice.scenario), notice.sentence));
    case Kind::kResultRefused:
      return say(fmt::format("worker {}: {}", notice.worker_id, notice.sentence));
    case Kind::kWorkerLost:
      return say(fmt::format("worker {} is lost: it {}", notice.worker_id, notice.sentence));
    case Kind::kWorkerJoined:
    case Kind::kJobStarted:
      return;
  }
}

void RunProgress::trouble(const std::string& sentence) {
  // A disk that stays full would say so every second.
  if (sentence == last_trouble_) return;
  last_trouble_ = sentence;
  clear();
  fmt::print(stream_, "trouble: {}\n", sentence);
  std::fflush(stream_);
}

void RunProgress::draw(const coordinator::State& state) {
  const int64_t now_ns = clock_.steady_ns();
  if (style_ != Style::kBar || now_ns - drawn_ns_ < kRedrawNs) return;
  drawn_ns_ = now_ns;
  view_.elapsed_ns = now_ns - begun_ns_;
  view_.current = view_.total == 0 ? "starting workers" : current_work(state, now_ns);
  fmt::print(stream_, "\r\033[K{}", progress_line(view_, columns_of(stream_) - 1));
  std::fflush(stream_);
  is_drawn_ = true;
}

void RunProgress::clear() {
  if (!is_drawn_) return;
  fmt::print(stream_, "\r\033[K");
  std::fflush(stream_);
  is_drawn_ = false;
}

}  // namespace nightjar::cli
