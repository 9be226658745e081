// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <cmath>

#include "cli/command.h"

namespace nightjar::cli {

Option& Option::required() {
  option_->required();
  return *this;
}

Option& Option::show_default() {
  option_->capture_default_str();
  return *this;
}

Option& Option::one_of(std::vector<std::string> words) {
  option_->check(CLI::IsMember(std::move(words)));
  return *this;
}

Option& Option::positive() {
  option_->check(CLI::PositiveNumber);
  return *this;
}

Option& Option::not_negative() {
  const auto check = [](const std::string& word) {
    double number = -1;
    const bool is_number = CLI::detail::lexical_cast(word, number) && std::isfinite(number);
    return is_number && number >= 0 ? std::string() : "'" + word + "' is no number of 0 or more";
  };
  option_->check(check, "NONNEGATIVE");
  return *this;
}

Option& Option::between(int64_t lowest, int64_t highest) {
  option_->check(CLI::Range(lowest, highest));
  return *this;
}

Option& Option::split_at(char delimiter) {
  option_->delimiter(delimiter);
  return *this;
}

Option& Option::count(int fewest, int most) {
  option_->expected(fewest, most);
  return *this;
}

Option& Option::excludes(const Option& other) {
  option_->excludes(other.option_);
  return *this;
}

Option& Option::needs(const Option& other) {
  option_->needs(other.option_);
  return *this;
}

Command Command::subcommand(const std::string& name, const std::string& help) {
  return {*app_->add_subcommand(name, help), *exit_code_};
}

void Command::needs_subcommand() { app_->require_subcommand(1); }

void Command::hide() { app_->group(""); }

template <typename T>
Option Command::option(const std::string& names, T& target, const std::string& help) {
  return Option(*app_->add_option(names, target, help));
}

template Option Command::option(const std::string&, std::string&, const std::string&);
template Option Command::option(const std::string&, std::vector<std::string>&, const std::string&);
template Option Command::option(const std::string&, int&, const std::string&);
template Option Command::option(const std::string&, int64_t&, const std::string&);
template Option Command::option(const std::string&, size_t&, const std::string&);
template Option Command::option(const std::string&, double&, const std::string&);

Option Command::flag(const std::string& names, bool& target, const std::string& help) {
  return Option(*app_->add_flag(names, target, help));
}

void Command::takes_the_rest(std::vector<std::string>& target) {
  app_->prefix_command();
  app_->parse_complete_callback([app = app_, &target] { target = app->remaining(); });
}

void Command::does(std::function<Result<int>()> action) {
  app_->callback([action = std::move(action), exit_code = exit_code_] {
    const Result<int> outcome = action();
    *exit_code = outcome.ok() ? *outcome : complain(outcome.error());
  });
}

void Command::does(std::function<Status()> action) {
  does([action = std::move(action)]() -> Result<int> {
    NIGHTJAR_TRY(action());
    return kExitOk;
  });
}

CommandLine::CommandLine(const std::string& name, const std::string& help)
    : app_(std::make_unique<CLI::App>(help, name)), program_(*app_, exit_code_) {
  app_->require_subcommand(1);
}

CommandLine::~CommandLine() = default;

void CommandLine::set_version(const std::string& version) {
  app_->set_version_flag("--version", version);
}

void CommandLine::set_footer(const std::string& text) { app_->footer(text); }

template <typename... Words>
int CommandLine::parse_words(Words... words) {
  try {
    app_->parse(words...);
  } catch (const CLI::ParseError& error) {
    return app_->exit(error) == 0 ? kExitOk : kExitUsage;
  }
  return exit_code_;
}

int CommandLine::parse(int argc, const char* const* argv) { return parse_words(argc, argv); }

int CommandLine::parse(const std::string& words) { return parse_words(words); }

}  // namespace nightjar::cli
