// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Subcommands and their options. CLI11 parses; its header takes seconds a file and stays behind it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace nightjar::cli {

/// An option, flag or argument that was declared; changing the copy changes the declaration.
class Option {
 public:
  explicit Option(CLI::Option& option) : option_(&option) {}

  Option& required();
  /// Prints in the help what the variable held when it was declared.
  Option& show_default();
  Option& one_of(std::vector<std::string> words);
  Option& positive();
  Option& not_negative();
  Option& between(int64_t lowest, int64_t highest);
  Option& split_at(char delimiter);
  /// Takes between `fewest` and `most` words.
  Option& count(int fewest, int most);
  Option& excludes(const Option& other);
  Option& needs(const Option& other);

 private:
  CLI::Option* option_;
};

/// A subcommand, or the program above them all. A copy is the same subcommand.
class Command {
 public:
  Command(CLI::App& app, int& exit_code) : app_(&app), exit_code_(&exit_code) {}

  Command subcommand(const std::string& name, const std::string& help);
  /// Does nothing by itself.
  void needs_subcommand();
  /// Not listed in the help.
  void hide();

  /// Declares an option ("-o,--output") or an argument ("model"), which is parsed into `target`:
  /// a string, a number, or a vector of strings. `target` outlives the parse.
  template <typename T>
  Option option(const std::string& names, T& target, const std::string& help);
  /// "!--no-x" sets `target` to false, "--x" to true.
  Option flag(const std::string& names, bool& target, const std::string& help);

  /// Leaves all words from the first option it does not know on to `target`, unread; they outlive
  /// the parse.
  void takes_the_rest(std::vector<std::string>& target);

  /// What is done when the user chose this subcommand. Its result becomes the exit code; an error
  /// is complained about.
  void does(std::function<Result<int>()> action);
  void does(std::function<Status()> action);

 private:
  CLI::App* app_;
  int* exit_code_;
};

/// The program: declare everything below `program()`, then parse once.
class CommandLine {
 public:
  CommandLine(const std::string& name, const std::string& help);
  ~CommandLine();

  Command& program() { return program_; }
  /// Printed by --version.
  void set_version(const std::string& version);
  /// Printed below the help.
  void set_footer(const std::string& text);

  /// Does what the words ask for, and returns the exit code; of a wrong command line, kExitUsage
  /// and a sentence on standard error.
  int parse(int argc, const char* const* argv);
  /// The same, of the words behind the program's name.
  int parse(const std::string& words);

 private:
  template <typename... Words>
  int parse_words(Words... words);

  int exit_code_ = 0;
  std::unique_ptr<CLI::App> app_;
  Command program_;
};

}  // namespace nightjar::cli
