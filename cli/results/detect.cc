// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// nightjar detect: changes of level in any series of numbers that is kept in files.
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include "cli/command.h"
#include "cli/output.h"
#include "results/changes/find.h"
#include "results/changes/series_text.h"
#include "results/report/changes/file_changes.h"

namespace nightjar::cli {
namespace {

namespace fs = std::filesystem;

constexpr uintmax_t kMostBytes = 256ULL << 20;
constexpr size_t kMostComplaints = 10;  ///< Of one file.

struct Options {
  std::vector<std::string> paths;
  double significance = changes::Settings{}.significance;
  bool json = false;
};

bool is_csv(const fs::path& path) {
  std::string suffix = path.extension().string();
  for (char& c : suffix) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return suffix == ".csv";
}

Result<std::vector<std::string>> files_in(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    if (is_csv(it->path()) && it->is_regular_file(error)) files.push_back(it->path().string());
  }
  if (error) return io_error(folder + " cannot be listed: " + error.message());
  if (files.empty()) {
    return not_found(folder + " holds no .csv file; name the files, or a folder that has some");
  }
  std::sort(files.begin(), files.end());
  return files;
}

Result<std::vector<std::string>> files_of(const std::string& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) return files_in(path);
  return std::vector<std::string>{path};
}

Result<std::string> read_text(const std::string& file) {
  std::error_code error;
  const uintmax_t size = fs::file_size(file, error);
  if (!error && size > kMostBytes) {
    return invalid_input(file + " has more than 256 MiB; split it, or keep the newest lines");
  }
  std::ifstream stream(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream) return io_error(file + " cannot be read; check its name and its permissions");
  return text;
}

/// Complains about unusable lines, and says so by `has_failed`.
void complain_about(const std::string& file, const std::vector<std::string>& complaints,
                    bool& has_failed) {
  for (size_t i = 0; i < std::min(complaints.size(), kMostComplaints); ++i) {
    has_failed = true;
    complain(invalid_input(complaints[i]));
  }
  if (complaints.size() > kMostComplaints) {
    complain(invalid_input(file + ": " + std::to_string(complaints.size() - kMostComplaints) +
                           " more lines like these; mend them, or take them out"));
  }
}

Status detect_in(const std::string& file, const Options& options, bool& has_failed) {
  NIGHTJAR_ASSIGN(const std::string text, read_text(file));
  report::FileChanges found{file, changes::read_series(text, file), {}};
  complain_about(file, found.series.complaints, has_failed);
  if (found.series.values.empty()) {
    return invalid_input(file + " has no values; write lines of 'time,value'");
  }
  found.changes = changes::find_changes(found.series.values, {options.significance});
  const report::TerminalStyle style = OutputChoice{}.style();
  const std::string out =
      options.json ? report::print_changes_json(found) : report::print_changes(found, style);
  std::fputs(out.c_str(), stdout);
  return {};
}

/// What is wrong with one file does not keep the others from being looked at.
Result<int> detect(const Options& options) {
  if (!(options.significance > 0 && options.significance <= 0.5)) {
    return invalid_input("--significance is a chance above 0 and up to 0.5, such as 0.005");
  }
  bool has_failed = false;
  const auto note = [&](const Error& error) {
    complain(error);
    has_failed = true;
  };
  for (const std::string& path : options.paths) {
    const auto files = files_of(path);
    if (!files) {
      note(files.error());
      continue;
    }
    for (const std::string& file : *files) {
      const Status status = detect_in(file, options, has_failed);
      if (!status) note(status.error());
    }
  }
  return has_failed ? kExitError : kExitOk;
}

}  // namespace

void add_detect_command(Command& program) {
  auto options = std::make_shared<Options>();
  Command command = program.subcommand(
      "detect", "Lasting changes of level in CSV files of times and values, of any origin");
  command.option("files", options->paths, "Files with the columns time,value, or folders of them")
      .required();
  command.flag("--json", options->json, "One JSON object a file");
  command
      .option("--significance", options->significance,
              "The largest chance of a false alarm in a series")
      .show_default();
  command.does([options]() -> Result<int> { return detect(*options); });
}

}  // namespace nightjar::cli
