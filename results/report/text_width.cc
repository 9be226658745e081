// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/text_width.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace nightjar::report {
namespace {

struct Range {
  uint32_t first, last;
};

constexpr Range kCombining[] = {
    {0x0300, 0x036f}, {0x200b, 0x200f}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}};
constexpr Range kWide[] = {
    {0x1100, 0x115f}, {0x2e80, 0x303e},   {0x3041, 0x33ff},   {0x3400, 0x4dbf},  {0x4e00, 0x9fff},
    {0xa000, 0xa4cf}, {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe30, 0xfe6f},  {0xff00, 0xff60},
    {0xffe0, 0xffe6}, {0x1f300, 0x1f64f}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd}};

template <size_t N>
bool is_in(const Range (&ranges)[N], uint32_t code) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [&](const Range& r) { return r.first <= code && code <= r.last; });
}

/// Takes one character off the front; a byte that is no UTF-8 stands for itself.
uint32_t take_character(std::string_view& text) {
  const auto lead = static_cast<uint8_t>(text.front());
  const size_t length = lead < 0x80    ? 1
                        : lead >= 0xf0 ? 4
                        : lead >= 0xe0 ? 3
                        : lead >= 0xc2 ? 2
                                       : 1;
  uint32_t code = length == 1 ? lead : lead & (0xffu >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    if (i >= text.size() || (static_cast<uint8_t>(text[i]) & 0xc0) != 0x80) {
      text.remove_prefix(1);
      return lead;
    }
    code = (code << 6) | (static_cast<uint8_t>(text[i]) & 0x3fu);
  }
  text.remove_prefix(length);
  return code;
}

}  // namespace

size_t text_width(std::string_view text) {
  size_t width = 0;
  while (!text.empty()) {
    const uint32_t code = take_character(text);
    width += is_in(kCombining, code) ? 0 : is_in(kWide, code) ? 2 : 1;
  }
  return width;
}

std::string pad_right(std::string_view text, size_t width) {
  const size_t taken = text_width(text);
  return std::string(text) + std::string(width > taken ? width - taken : 0, ' ');
}

std::string pad_left(std::string_view text, size_t width) {
  const size_t taken = text_width(text);
  return std::string(width > taken ? width - taken : 0, ' ') + std::string(text);
}

std::string printable(std::string_view text) {
  std::string clean;
  for (const char c : text) {
    const bool is_control = static_cast<uint8_t>(c) < 0x20 || c == 0x7f;
    clean += is_control ? (c == '\n' || c == '\t' ? ' ' : '?') : c;
  }
  return clean;
}

}  // namespace nightjar::report
