// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/host/text_split.h"

namespace nightjar::kernels {
namespace {

constexpr const char* kSpace = " \t\n\v\f\r";

std::vector<std::string> split_words(const std::string& text, int64_t most) {
  std::vector<std::string> words;
  size_t begin = text.find_first_not_of(kSpace);
  while (begin != std::string::npos) {
    const bool is_last = most >= 0 && static_cast<int64_t>(words.size()) == most;
    const size_t end = is_last ? text.size() : text.find_first_of(kSpace, begin);
    words.push_back(text.substr(begin, end - begin));
    if (end >= text.size()) break;
    begin = text.find_first_not_of(kSpace, end);
  }
  return words;
}

}  // namespace

std::vector<std::string> split_text(const std::string& text, const std::string& delimiter,
                                    int64_t most) {
  if (delimiter.empty()) return split_words(text, most);
  std::vector<std::string> parts;
  size_t begin = 0;
  while (most < 0 || static_cast<int64_t>(parts.size()) < most) {
    const size_t end = text.find(delimiter, begin);
    if (end == std::string::npos) break;
    parts.push_back(text.substr(begin, end - begin));
    begin = end + delimiter.size();
  }
  parts.push_back(text.substr(begin));
  return parts;
}

}  // namespace nightjar::kernels
