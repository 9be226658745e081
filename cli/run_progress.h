// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What people see while a run goes on: one redrawn line on a terminal, a line a job elsewhere.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

#include "base/clock.h"
#include "coordinator/serve.h"

namespace nightjar::cli {

/// The redrawn line, for a width in columns: bar, counts, failures, time left, what goes on.
struct ProgressView {
  int64_t done = 0, failed = 0, total = 0;
  int64_t elapsed_ns = 0;
  std::string current;  ///< Scenario and stage.
};
std::string progress_line(const ProgressView& view, int columns);

/// "0:42", "1:02:03".
std::string clock_text(int64_t duration_ns);

class RunProgress final : public coordinator::Listener {
 public:
  enum class Style : uint8_t { kQuiet, kLines, kBar };
  /// kBar when `stream` is a terminal.
  static Style style_for(std::FILE* stream, bool is_quiet);

  /// The clock outlives this.
  RunProgress(std::FILE* stream, Style style, const Clock& clock)
      : stream_(stream), style_(style), clock_(clock) {}
  ~RunProgress() override { clear(); }

  void begin(const std::string& headline, int64_t jobs);
  void notice(const coordinator::Notice& notice) override;
  void trouble(const std::string& sentence) override;
  /// Draws the bar again, a few times a second at most.
  void draw(const coordinator::State& state);
  /// Takes the bar away.
  void clear();

 private:
  void say(const std::string& line);
  void say_ended(const coordinator::Notice& notice);

  std::FILE* stream_;
  Style style_;
  const Clock& clock_;
  ProgressView view_;
  int64_t begun_ns_ = 0, drawn_ns_ = 0;
  bool is_drawn_ = false;
  std::string last_trouble_;
};

}  // namespace nightjar::cli
