// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/quantize/calibration.h"

#include <fmt/format.h>

#include <iomanip>
#include <sstream>

namespace nightjar::quantize {
namespace {

constexpr const char* kTitle = "nightjar calibration 1";
constexpr size_t kMaxTensors = 1'000'000;
constexpr double kNarrowest = 1e-30, kWidest = 7e38;

Error bad_line(size_t number, const std::string& why) {
  return invalid_input(fmt::format("calibration, line {}: {}", number, why));
}

Status read_range(std::istringstream& line, size_t number, Calibration& calibration) {
  std::string name;
  Range range;
  if (!(line >> std::quoted(name) >> range.low >> range.high)) {
    return bad_line(number, "a range is written range \"tensor\" LOW HIGH");
  }
  const double width = range.high - range.low;
  const bool is_range =
      range.low <= 0 && range.high >= 0 && width >= kNarrowest && width <= kWidest;
  if (!is_range) {
    return bad_line(number,
                    fmt::format("a range holds zero and is {} to {} wide, so that a float32 "
                                "can be its step",
                                kNarrowest, kWidest));
  }
  if (!calibration.ranges.emplace(name, range).second) {
    return bad_line(number, "tensor '" + name + "' has a range already");
  }
  if (calibration.ranges.size() > kMaxTensors) return bad_line(number, "there are too many ranges");
  return {};
}

Status read_line(const std::string& text, size_t number, Calibration& calibration) {
  std::istringstream line(text);
  std::string word;
  line >> word;
  if (word == "range") return read_range(line, number, calibration);
  bool is_read = false;
  if (word == "key") is_read = static_cast<bool>(line >> calibration.key);
  if (word == "method") is_read = static_cast<bool>(line >> calibration.method);
  if (word == "samples") is_read = static_cast<bool>(line >> calibration.samples);
  return is_read ? Status() : bad_line(number, "'" + text + "' is not understood");
}

}  // namespace

std::string to_text(const Calibration& calibration) {
  std::ostringstream text;
  text << kTitle << "\nkey " << calibration.key << "\nmethod " << calibration.method << "\nsamples "
       << calibration.samples << '\n';
  for (const auto& [name, range] : calibration.ranges) {
    text << "range " << std::quoted(name) << fmt::format(" {} {}\n", range.low, range.high);
  }
  text << "end\n";
  return text.str();
}

bool is_calibration(const std::string& text) {
  return text.starts_with(std::string(kTitle) + '\n');
}

Result<Calibration> calibration_from_text(const std::string& text) {
  std::istringstream lines(text);
  std::string line;
  if (!std::getline(lines, line) || line != kTitle) {
    return invalid_input(fmt::format("a calibration begins with '{}'", kTitle));
  }
  Calibration calibration;
  for (size_t number = 2; std::getline(lines, line); ++number) {
    if (line == "end") return calibration;
    NIGHTJAR_TRY(read_line(line, number, calibration));
  }
  return invalid_input("the calibration is cut off: its last line is not 'end'");
}

}  // namespace nightjar::quantize
