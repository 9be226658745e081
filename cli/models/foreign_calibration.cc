// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/foreign_calibration.h"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <sstream>

namespace nightjar::cli {
namespace {

constexpr const char* kForeignTitle = "TRT-";
constexpr double kMostQuanta = 127;
constexpr size_t kScaleDigits = 8;

std::optional<float> scale_of(std::string_view digits) {
  uint32_t bits = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, failure] = std::from_chars(digits.data(), end, bits, 16);
  if (digits.size() != kScaleDigits || failure != std::errc() || stop != end) return std::nullopt;
  const auto scale = std::bit_cast<float>(bits);
  return std::isfinite(scale) && scale >= 0 ? std::optional(scale) : std::nullopt;
}

/// Names may hold colons, so that the last one counts. A scale of nothing is a tensor nobody saw
/// anything in, and has no range.
Status read_line(const std::string& line, size_t number, quantize::Calibration& calibration) {
  const size_t colon = line.rfind(": ");
  const auto scale = colon == std::string::npos
                         ? std::nullopt
                         : scale_of(std::string_view(line).substr(colon + 2));
  if (!scale) {
    return invalid_input(fmt::format(
        "calibration, line {}: '{}' is not TENSOR: and eight hexadecimal digits", number, line));
  }
  const double reach = *scale * kMostQuanta;
  if (reach > 0) calibration.ranges[line.substr(0, colon)] = {-reach, reach};
  return {};
}

}  // namespace

Result<quantize::Calibration> calibration_from_elsewhere(const std::string& text) {
  if (!text.starts_with(kForeignTitle)) return quantize::calibration_from_text(text);
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  quantize::Calibration calibration;
  calibration.method = line;
  for (size_t number = 2; std::getline(lines, line); ++number) {
    if (line.ends_with('\r')) line.pop_back();
    if (!line.empty()) NIGHTJAR_TRY(read_line(line, number, calibration));
  }
  if (calibration.ranges.empty()) return invalid_input("the calibration holds no ranges");
  return calibration;
}

}  // namespace nightjar::cli
