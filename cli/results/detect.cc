// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// nightjar detect: changes of level in any series of numbers that is kept in files.
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "base/text_file.h"
#include "cli/command.h"
#include "cli/output.h"
#include "results/changes/find.h"
#include "results/changes/series_text.h"
#include "results/report/changes/file_changes.h"

namespace nightjar::cli {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kMostBytes = 256ULL << 20;  ///< Of a file, pipe or standard input.
constexpr size_t kMostComplaints = 10;         ///< Of one file.

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

/// What was found below a folder, and what could not be looked at.
struct Listing {
  std::vector<std::string> files;
  std::vector<Error> complaints;
};

/// Goes into folders, but not through links to them, which may lead round in circles.
void list_into(const std::string& folder, Listing& listing) {
  std::error_code error;
  fs::directory_iterator it(folder, error);
  for (; !error && it != fs::directory_iterator(); it.increment(error)) {
    std::error_code of_entry;
    const std::string path = it->path().string();
    if (it->is_directory(of_entry) && !it->is_symlink(of_entry)) {
      list_into(path, listing);
    } else if (is_csv(it->path()) && it->is_regular_file(of_entry)) {
      listing.files.push_back(path);
    } else if (is_csv(it->path()) && !it->exists(of_entry)) {
      listing.complaints.push_back(not_found(path + " is a link to nothing; mend it or remove it"));
    }
  }
  if (error) {
    listing.complaints.push_back(
        io_error(folder + " cannot be listed: " + error.message() + "; check its permissions"));
  }
}

Listing files_of(const std::string& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return {{path}, {}};
  Listing listing;
  list_into(path, listing);
  if (listing.files.empty() && listing.complaints.empty()) {
    listing.complaints.push_back(
        not_found(path + " holds no .csv file; name the files, or a folder that has some"));
  }
  std::sort(listing.files.begin(), listing.files.end());
  return listing;
}

Result<std::string> read_text(const std::string& file) {
  return read_text_file(file == "-" ? "/dev/stdin" : file, kMostBytes);
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
  changes::TimedSeries series = changes::read_series(text, file);
  complain_about(file, series.complaints, has_failed);
  if (series.values.empty()) {
    return invalid_input(file + " has no values; write lines of 'time,value'");
  }
  const report::FileChanges found =
      report::find_in(file, std::move(series), {options.significance});
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
    const Listing listing = files_of(path);
    for (const Error& error : listing.complaints) note(error);
    for (const std::string& file : listing.files) {
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
      "detect", "Lasting changes of level, and slow drifts, in CSV files of times and values");
  command
      .option("files", options->paths,
              "Files with the columns time,value, of up to 256 MiB; folders, with all .csv files\n"
              "in and below them; - for standard input")
      .required();
  command.flag("--json", options->json, "One JSON object a file");
  command
      .option("--significance", options->significance,
              "The largest chance of a false alarm in a series")
      .show_default();
  command.does([options]() -> Result<int> { return detect(*options); });
}

}  // namespace nightjar::cli
