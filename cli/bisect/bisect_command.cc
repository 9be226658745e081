// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// nightjar bisect: which revision or which option changed a noisy figure.
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "cli/bisect/candidates.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/scratch_folder.h"
#include "results/bisect/bisection.h"
#include "results/record/units.h"

namespace nightjar::cli {
namespace {

struct Arguments {
  GitRange range;
  std::string revisions;  ///< "GOOD..BAD".
  std::vector<std::string> steps;
  bisect::Options options;
  double least_change_percent = 5;
};

Status split_revisions(const std::string& text, GitRange& range) {
  const size_t dots = text.find("..");
  range.good = text.substr(0, dots);
  if (dots != std::string::npos) range.bad = text.substr(dots + 2);
  if (!range.good.empty() && !range.bad.empty()) return {};
  return invalid_input("--git: '" + text + "' is no range, such as v1.0..main");
}

std::string change_text(const bisect::Comparison& compared) {
  return fmt::format("{} [{}, {}]", record::human_change(compared.change),
                     record::human_change(compared.low), record::human_change(compared.high));
}

/// One candidate is measured until there are as many figures as asked for, or it fails.
void answer(const bisect::Request& request, Candidates& candidates, bisect::Bisection& bisection) {
  std::vector<double> figures;
  for (int64_t i = 0; i < request.samples; ++i) {
    const auto figure = candidates.measure(request.candidate);
    if (!figure.ok()) {
      fmt::print(stderr, "{}: passed over: {}\n", candidates.name(request.candidate),
                 figure.error().message);
      return bisection.skip(request.candidate);
    }
    figures.push_back(*figure);
  }
  bisection.add(request.candidate, figures);
  fmt::print(stderr, "{}: {} more figure{}, the last {:.6g}\n", candidates.name(request.candidate),
             request.samples, request.samples == 1 ? "" : "s", figures.back());
}

std::string report(const bisect::Bisection& bisection, const Candidates& candidates) {
  std::string text = fmt::format("first to last: {}, {}\n", to_string(bisection.ends().likeness),
                                 change_text(bisection.ends()));
  for (const bisect::Culprit& culprit : bisection.culprits()) {
    text += fmt::format("changed by {}:\n  {}\n", change_text(culprit.comparison),
                        candidates.name(culprit.after));
    if (culprit.after == culprit.before + 1) continue;
    text += fmt::format("  or one of the {} before it that could not be measured\n",
                        culprit.after - culprit.before - 1);
  }
  for (const bisect::Culprit& open : bisection.open_questions()) {
    text += fmt::format("unknown, {}: between\n  {}\n  {}\n", change_text(open.comparison),
                        candidates.name(open.before), candidates.name(open.after));
  }
  if (bisection.culprits().empty()) text += "nothing was found to change\n";
  return text;
}

Result<int> search(Candidates& candidates, const bisect::Options& options) {
  bisect::Bisection bisection(candidates.count(), options);
  while (const auto request = bisection.next()) answer(*request, candidates, bisection);
  if (bisection.figures().size() < 2) {
    return invalid_input("fewer than two candidates could be measured");
  }
  NIGHTJAR_TRY(deliver(OutputChoice(), report(bisection, candidates)));
  return bisection.culprits().empty() ? kExitOk : kExitRegressed;
}

Result<int> run(Arguments arguments) {
  if (arguments.revisions.empty() == arguments.steps.empty()) {
    return invalid_input("bisect over revisions (--git) or over options (--step), one of them");
  }
  arguments.options.least_change = arguments.least_change_percent / 100;
  if (!arguments.steps.empty()) {
    return search(*candidates_of_steps(arguments.range.measure, arguments.steps),
                  arguments.options);
  }
  NIGHTJAR_TRY(split_revisions(arguments.revisions, arguments.range));
  NIGHTJAR_ASSIGN(const ScratchFolder scratch, ScratchFolder::make("bisect"));
  NIGHTJAR_ASSIGN(const auto candidates, candidates_of_git(arguments.range, scratch.path()));
  return search(*candidates, arguments.options);
}

}  // namespace

void add_bisect_command(Command& program) {
  Command command = program.subcommand(
      "bisect", "Which revision, or which option, changed a figure; exits with 3 when one did");
  auto arguments = std::make_shared<Arguments>();
  command
      .option("--measure", arguments->range.measure,
              "Shell command of one measurement; the last number it prints is the figure")
      .required();
  command.option("--git", arguments->revisions, "Revisions to go through, as GOOD..BAD");
  command.option("--repository", arguments->range.repository, "Their repository").show_default();
  command.option("--build", arguments->range.build,
                 "Shell command that makes a revision ready, in a checkout of its own");
  command.option("--step", arguments->steps,
                 "Options to put behind the command one after the other, such as "
                 "--step='--precision bf16'; repeatable");
  command
      .option("--least-change", arguments->least_change_percent,
              "Percent; smaller changes are not looked for")
      .positive()
      .show_default();
  command
      .option("--samples", arguments->options.first_samples,
              "Measurements of a candidate before anything is compared")
      .between(4, 1000)
      .show_default();
  command
      .option("--most-samples", arguments->options.most_samples,
              "Measurements of a candidate at most; then what is unknown stays so")
      .between(4, 10'000)
      .show_default();
  command.does([arguments] { return run(*arguments); });
}

}  // namespace nightjar::cli
