// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/host/letter_case.h"

#include <clocale>
#include <cstdint>
#include <cwctype>

namespace nightjar::kernels {
namespace {

/// The rules of Unicode, whatever the process's own locale; 0 where the system has none.
locale_t unicode_rules() {
  static const locale_t rules = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return rules;
}

/// A character and how many bytes it takes; 0 bytes where there is no well-formed one.
struct Character {
  uint32_t code = 0;
  size_t bytes = 0;
};

Character read_character(const std::string& text, size_t at) {
  const auto lead = static_cast<uint8_t>(text[at]);
  if (lead < 0x80) return {lead, 1};
  const size_t bytes = lead >= 0xf0 ? 4 : (lead >= 0xe0 ? 3 : 2);
  if (lead < 0xc2 || lead > 0xf4 || at + bytes > text.size()) return {};
  uint32_t code = lead & (0xffu >> (bytes + 1));
  for (size_t i = 1; i < bytes; ++i) {
    const auto next = static_cast<uint8_t>(text[at + i]);
    if ((next & 0xc0) != 0x80) return {};
    code = code << 6 | (next & 0x3fu);
  }
  return {code, bytes};
}

void write_character(uint32_t code, std::string& to) {
  if (code < 0x80) {
    to.push_back(static_cast<char>(code));
    return;
  }
  const int tails = code < 0x800 ? 1 : (code < 0x10000 ? 2 : 3);
  const uint32_t mark = 0xff00u >> (tails + 1) & 0xffu;
  to.push_back(static_cast<char>(mark | code >> (6 * tails)));
  for (int i = tails - 1; i >= 0; --i) {
    to.push_back(static_cast<char>(0x80 | (code >> (6 * i) & 0x3fu)));
  }
}

uint32_t change(uint32_t code, LetterCase wanted) {
  const locale_t rules = unicode_rules();
  const auto letter = static_cast<wint_t>(code);
  if (rules == nullptr) {
    const bool is_ascii = code < 0x80;
    if (!is_ascii) return code;
    return static_cast<uint32_t>(wanted == LetterCase::kLower ? std::towlower(letter)
                                                              : std::towupper(letter));
  }
  return static_cast<uint32_t>(wanted == LetterCase::kLower ? towlower_l(letter, rules)
                                                            : towupper_l(letter, rules));
}

}  // namespace

std::string in_case(const std::string& text, LetterCase wanted) {
  std::string changed;
  changed.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const Character character = read_character(text, at);
    if (character.bytes == 0) {
      changed.push_back(text[at++]);
      continue;
    }
    write_character(change(character.code, wanted), changed);
    at += character.bytes;
  }
  return changed;
}

}  // namespace nightjar::kernels
