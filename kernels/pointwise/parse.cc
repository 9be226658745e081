// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cctype>
#include <charconv>

#include "kernels/pointwise/expression.h"

namespace nightjar::kernels::pointwise {
namespace {

constexpr int kMaxDepth = 200;
constexpr size_t kMaxCharacters = 1 << 16;
constexpr size_t kMaxInputs = 256;

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Expression> parse_all() {
    if (text_.size() > kMaxCharacters) return fail("the text is too long");
    NIGHTJAR_ASSIGN(Expression expression, parse_expression(0));
    skip_spaces();
    if (position_ != text_.size()) return fail("text is left over");
    return expression;
  }

 private:
  Result<Expression> parse_expression(int depth) {
    if (depth > kMaxDepth) return fail("calls are nested too deeply");
    skip_spaces();
    const std::string_view word = take_word();
    if (word.empty()) return fail("an input, a number or a call is wanted");
    if (peek() == '(') return parse_call(word, depth);
    if (word.starts_with("in") && word.size() > 2 && std::isdigit(word[2]) != 0) {
      return parse_input(word.substr(2));
    }
    return parse_number(word);
  }

  Result<Expression> parse_call(std::string_view name, int depth) {
    const auto function = function_from_name(name);
    if (!function) return fail(fmt::format("there is no function '{}'", name));
    std::vector<Expression> arguments;
    do {
      ++position_;
      NIGHTJAR_ASSIGN(Expression argument, parse_expression(depth + 1));
      arguments.push_back(std::move(argument));
    } while (peek() == ',');
    if (peek() != ')') return fail("a ')' is missing");
    ++position_;
    const int arity = info_of(*function).arity;
    if (arguments.size() != static_cast<size_t>(arity)) {
      return fail(fmt::format("'{}' takes {} arguments, not {}", name, arity, arguments.size()));
    }
    return Expression::call(*function, std::move(arguments));
  }

  Result<Expression> parse_input(std::string_view digits) {
    size_t index = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
    if (error != std::errc() || end != digits.data() + digits.size() || index >= kMaxInputs) {
      return fail(fmt::format("'in{}' is no input", digits));
    }
    return Expression::input(index);
  }

  Result<Expression> parse_number(std::string_view word) {
    double value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || end != word.data() + word.size()) {
      return fail(fmt::format("'{}' is no number", word));
    }
    return Expression::number(value);
  }

  std::string_view take_word() {
    const size_t begin = position_;
    while (position_ < text_.size() &&
           std::string_view(" (),").find(text_[position_]) == std::string_view::npos) {
      ++position_;
    }
    return text_.substr(begin, position_ - begin);
  }

  char peek() {
    skip_spaces();
    return position_ < text_.size() ? text_[position_] : '\0';
  }

  void skip_spaces() {
    while (position_ < text_.size() && text_[position_] == ' ') ++position_;
  }

  Error fail(const std::string& reason) const {
    return invalid_input(fmt::format("pointwise expression '{}', character {}: {}.",
                                     text_.substr(0, 120), position_, reason));
  }

  std::string_view text_;
  size_t position_ = 0;
};

}  // namespace

Result<Expression> Expression::parse(std::string_view text) { return Parser(text).parse_all(); }

}  // namespace nightjar::kernels::pointwise
