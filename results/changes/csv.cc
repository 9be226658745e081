// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/csv.h"

#include <algorithm>
#include <utility>

namespace nightjar::changes {
namespace {

/// The first line that is neither empty nor a remark, without what stands in quotes.
std::string first_line(std::string_view text) {
  std::string line;
  bool is_quoted = false;
  for (size_t at = 0; at < text.size(); ++at) {
    const bool is_end = text[at] == '\n' || text[at] == '\r';
    const bool begins_line = at == 0 || text[at - 1] == '\n' || text[at - 1] == '\r';
    if (begins_line && !is_quoted && text[at] == '#') {
      at = std::min(text.find_first_of("\r\n", at), text.size() - 1);
    } else if (text[at] == '"') {
      is_quoted = !is_quoted;
    } else if (is_end && !is_quoted && line.find_first_not_of(" \t") != std::string::npos) {
      break;
    } else if (is_end && !is_quoted) {
      line.clear();
    } else if (!is_quoted) {
      line += text[at];
    }
  }
  return line;
}

char delimiter_of(std::string_view text) {
  const std::string first = first_line(text);
  for (const char candidate : {',', ';', '\t'}) {
    if (first.find(candidate) != std::string::npos) return candidate;
  }
  return ',';
}

std::string trimmed(const std::string& text) {
  const size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text), delimiter_(delimiter_of(text)) {}

  std::vector<CsvRow> rows() {
    while (at_ < text_.size()) {
      if (text_[at_] == '#') {
        skip_line();
      } else {
        read_row();
      }
    }
    return std::move(rows_);
  }

 private:
  void skip_line() {
    at_ = text_.find_first_of("\r\n", at_);
    if (at_ == std::string_view::npos) at_ = text_.size();
    end_line();
  }

  /// Passes \n, \r\n or \r.
  void end_line() {
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    ++line_;
  }

  void read_row() {
    CsvRow row{line_, {}, false};
    bool goes_on = true;
    while (goes_on) {
      row.cells.push_back(read_cell(row.is_open));
      goes_on = at_ < text_.size() && text_[at_] == delimiter_;
      if (goes_on) ++at_;
    }
    end_line();
    if (row.cells.size() > 1 || !row.cells.front().empty()) rows_.push_back(std::move(row));
  }

  std::string read_cell(bool& is_open) {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    std::string cell;
    if (at_ < text_.size() && text_[at_] == '"') cell = read_quoted(is_open);
    while (at_ < text_.size() && !ends_cell(text_[at_])) cell += text_[at_++];
    return trimmed(cell);
  }

  bool ends_cell(char c) const { return c == delimiter_ || c == '\n' || c == '\r'; }

  std::string read_quoted(bool& is_open) {
    std::string cell;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] == '"') {
        const bool is_doubled = at_ + 1 < text_.size() && text_[at_ + 1] == '"';
        if (!is_doubled) {
          ++at_;
          return cell;
        }
        ++at_;
      }
      cell += text_[at_];
    }
    is_open = true;
    return cell;
  }

  std::string_view text_;
  char delimiter_;
  size_t at_ = 0;
  int64_t line_ = 1;
  std::vector<CsvRow> rows_;
};

}  // namespace

std::vector<CsvRow> read_csv(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return Reader(text).rows();
}

}  // namespace nightjar::changes
