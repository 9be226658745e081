// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/bisect/candidates.h"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
#include <sstream>

#include "cli/bisect/shell.h"

namespace nightjar::cli {
namespace {

Result<double> measured_by(const std::string& command) {
  NIGHTJAR_ASSIGN(const std::string output, run_shell(command));
  auto figure = last_number(output);
  if (!figure.ok()) return figure.error().in("'" + command + "'");
  if (!(*figure > 0)) {
    return invalid_input(
        fmt::format("'{}' printed {}, which is no positive figure", command, *figure));
  }
  return *figure;
}

class Steps final : public Candidates {
 public:
  Steps(std::string measure, std::vector<std::string> steps)
      : measure_(std::move(measure)), steps_(std::move(steps)) {}

  size_t count() const override { return steps_.size() + 1; }
  std::string name(size_t candidate) const override {
    return candidate == 0 ? measure_ : "with " + steps_[candidate - 1];
  }
  Result<double> measure(size_t candidate) override {
    std::string command = measure_;
    for (size_t i = 0; i < candidate; ++i) command += " " + steps_[i];
    return measured_by(command);
  }

 private:
  std::string measure_;
  std::vector<std::string> steps_;
};

struct Revision {
  std::string id, subject;
};

/// A checkout a revision, built once.
class Revisions final : public Candidates {
 public:
  Revisions(GitRange range, std::string scratch, std::vector<Revision> revisions)
      : range_(std::move(range)), scratch_(std::move(scratch)), revisions_(std::move(revisions)) {}
  ~Revisions() override {
    for (const auto& [candidate, error] : built_) {
      (void)run_shell(git("worktree remove --force " + quoted(folder(candidate))));
    }
  }

  size_t count() const override { return revisions_.size(); }
  std::string name(size_t candidate) const override {
    const Revision& revision = revisions_[candidate];
    return revision.id.substr(0, 10) + " " + revision.subject;
  }
  Result<double> measure(size_t candidate) override {
    const auto [built, is_new] = built_.try_emplace(candidate);
    if (is_new) built->second = build(candidate);
    NIGHTJAR_TRY(built->second);
    return measured_by("cd " + quoted(folder(candidate)) + " && " + range_.measure);
  }

 private:
  std::string folder(size_t candidate) const {
    return scratch_ + "/" + revisions_[candidate].id.substr(0, 16);
  }
  std::string git(const std::string& words) const {
    return "git -C " + quoted(range_.repository) + " " + words;
  }
  Status build(size_t candidate) {
    NIGHTJAR_TRY(run_shell(git("worktree add --detach " + quoted(folder(candidate)) + " " +
                               revisions_[candidate].id)));
    if (range_.build.empty()) return {};
    const auto built = run_shell("cd " + quoted(folder(candidate)) + " && " + range_.build);
    return built.ok() ? Status() : Status(built.error());
  }

  GitRange range_;
  std::string scratch_;
  std::vector<Revision> revisions_;
  std::map<size_t, Status> built_;
};

}  // namespace

Result<std::unique_ptr<Candidates>> candidates_of_git(const GitRange& range,
                                                      const std::string& scratch) {
  // The good one is not in its own range.
  NIGHTJAR_ASSIGN(
      const std::string listed,
      run_shell(fmt::format("git -C {0} log -1 --format='%H %s' {1} -- && git -C {0} "
                            "log --reverse --first-parent --format='%H %s' {1}..{2} --",
                            quoted(range.repository), quoted(range.good), quoted(range.bad))));
  std::vector<Revision> revisions;
  std::istringstream lines(listed);
  for (std::string line; std::getline(lines, line);) {
    const size_t space = std::min(line.find(' '), line.size());
    revisions.push_back({line.substr(0, space), line.substr(std::min(space + 1, line.size()))});
  }
  if (revisions.size() < 2) {
    return invalid_input(
        fmt::format("there is no revision after {} on the way to {}", range.good, range.bad));
  }
  return std::unique_ptr<Candidates>(
      std::make_unique<Revisions>(range, scratch, std::move(revisions)));
}

std::unique_ptr<Candidates> candidates_of_steps(const std::string& measure,
                                                const std::vector<std::string>& steps) {
  return std::make_unique<Steps>(measure, steps);
}

Result<double> last_number(const std::string& text) {
  std::optional<double> found;
  const char* at = text.data();
  const char* const end = at + text.size();
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  while (at != end) {
    // A digit inside of a word, as in "p99", is no figure.
    const bool is_start = is_digit(*at) && (at == text.data() || isalnum(at[-1]) == 0);
    double value = 0;
    const auto [stop, failure] =
        is_start ? std::from_chars(at, end, value) : std::from_chars_result{at, std::errc()};
    const bool is_figure = is_start && failure == std::errc() && stop != at;
    if (is_figure) found = value;
    at = is_figure ? stop : at + 1;
  }
  if (found) return *found;
  return invalid_input("no number was printed");
}

}  // namespace nightjar::cli
