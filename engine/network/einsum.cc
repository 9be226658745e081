// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/network/einsum.h"

#include <algorithm>
#include <cctype>
#include <map>

namespace nightjar::network {
namespace {

constexpr char kEllipsis = '.';

/// One operand's letters, with a single dot where the ellipsis stands.
Result<std::string> read_letters(const std::string& text) {
  std::string letters;
  for (size_t i = 0; i < text.size(); ++i) {
    if (std::isalpha(static_cast<unsigned char>(text[i])) != 0) {
      letters += text[i];
    } else if (text.compare(i, 3, "...") == 0 && letters.find(kEllipsis) == std::string::npos) {
      letters += kEllipsis;
      i += 2;
    } else {
      return invalid_input("equation term '" + text + "' holds something else than letters");
    }
  }
  return letters;
}

Result<std::vector<std::string>> split_terms(const std::string& text) {
  std::vector<std::string> terms;
  size_t begin = 0;
  while (true) {
    const size_t comma = text.find(',', begin);
    NIGHTJAR_ASSIGN(std::string letters, read_letters(text.substr(begin, comma - begin)));
    terms.push_back(std::move(letters));
    if (comma == std::string::npos) return terms;
    begin = comma + 1;
  }
}

/// The output of an equation without "->".
std::string implied_output(const std::vector<std::string>& terms) {
  std::map<char, int> uses;
  for (const std::string& term : terms) {
    for (const char letter : term) ++uses[letter];
  }
  std::string output = uses.count(kEllipsis) != 0 ? std::string(1, kEllipsis) : "";
  for (const auto& [letter, count] : uses) {
    if (letter != kEllipsis && count == 1) output += letter;
  }
  return output;
}

/// Gives labels to letters, and to the axes of the ellipsis counted from the last.
class Labels {
 public:
  int of_letter(char letter) { return of(std::string(1, letter)); }
  int of_ellipsis(size_t from_last) { return of(std::to_string(from_last)); }
  bool has_letter(char letter) const { return labels_.count(std::string(1, letter)) != 0; }
  int count() const { return static_cast<int>(labels_.size()); }

 private:
  int of(const std::string& key) {
    return labels_.try_emplace(key, static_cast<int>(labels_.size())).first->second;
  }

  std::map<std::string, int> labels_;
};

std::vector<int> label_axes(const std::string& term, size_t ellipsis_rank, Labels& labels) {
  std::vector<int> axes;
  for (const char letter : term) {
    if (letter != kEllipsis) {
      axes.push_back(labels.of_letter(letter));
      continue;
    }
    for (size_t i = ellipsis_rank; i-- > 0;) axes.push_back(labels.of_ellipsis(i));
  }
  return axes;
}

Result<size_t> ellipsis_rank(const std::string& term, size_t rank) {
  const bool has_ellipsis = term.find(kEllipsis) != std::string::npos;
  const size_t letters = term.size() - (has_ellipsis ? 1 : 0);
  if (letters == rank || (has_ellipsis && letters < rank)) return rank - letters;
  return invalid_input("equation term '" + term + "' does not fit an input of rank " +
                       std::to_string(rank));
}

}  // namespace

Result<EinsumAxes> parse_einsum(const std::string& equation, const std::vector<size_t>& ranks) {
  std::string text = equation;
  std::erase(text, ' ');
  const size_t arrow = text.find("->");
  NIGHTJAR_ASSIGN(const auto terms, split_terms(text.substr(0, arrow)));
  if (terms.size() != ranks.size()) {
    return invalid_input("equation '" + equation + "' has " + std::to_string(terms.size()) +
                         " terms for " + std::to_string(ranks.size()) + " inputs");
  }
  Labels labels;
  EinsumAxes axes;
  size_t widest = 0;
  for (size_t i = 0; i < terms.size(); ++i) {
    NIGHTJAR_ASSIGN(const size_t extra, ellipsis_rank(terms[i], ranks[i]));
    widest = std::max(widest, extra);
    axes.inputs.push_back(label_axes(terms[i], extra, labels));
  }
  std::string output = implied_output(terms);
  if (arrow != std::string::npos) {
    NIGHTJAR_ASSIGN(output, read_letters(text.substr(arrow + 2)));
  }
  for (const char letter : output) {
    const bool repeated = std::count(output.begin(), output.end(), letter) > 1;
    const bool known = letter == kEllipsis || labels.has_letter(letter);
    if (repeated || !known) {
      return invalid_input("equation '" + equation + "' has '" + letter +
                           "' in its output twice, or in no input");
    }
  }
  axes.output = label_axes(output, widest, labels);
  axes.label_count = labels.count();
  return axes;
}

}  // namespace nightjar::network
