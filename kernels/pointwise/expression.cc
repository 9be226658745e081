// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/pointwise/expression.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace nightjar::kernels::pointwise {

struct Expression::Node {
  Kind kind = Kind::kNumber;
  size_t index = 0;
  double value = 0;
  Function function = Function::kAdd;
  std::vector<Expression> arguments = {};
};

Expression Expression::input(size_t index) {
  return Expression(std::make_shared<Node>(Node{.kind = Kind::kInput, .index = index}));
}

Expression Expression::number(double value) {
  return Expression(std::make_shared<Node>(Node{.kind = Kind::kNumber, .value = value}));
}

Expression Expression::call(Function function, std::vector<Expression> arguments) {
  NIGHTJAR_CHECK(arguments.size() == static_cast<size_t>(info_of(function).arity),
                 "a call has as many arguments as its function wants");
  return Expression(std::make_shared<Node>(
      Node{.kind = Kind::kCall, .function = function, .arguments = std::move(arguments)}));
}

Expression::Kind Expression::kind() const { return node_->kind; }
size_t Expression::input_index() const { return node_->index; }
double Expression::value() const { return node_->value; }
Function Expression::function() const { return node_->function; }
const std::vector<Expression>& Expression::arguments() const { return node_->arguments; }

size_t Expression::input_count() const {
  if (kind() == Kind::kInput) return node_->index + 1;
  size_t count = 0;
  for (const Expression& argument : arguments()) count = std::max(count, argument.input_count());
  return count;
}

bool Expression::reads(size_t index) const {
  if (kind() == Kind::kInput) return node_->index == index;
  return std::any_of(arguments().begin(), arguments().end(),
                     [index](const Expression& argument) { return argument.reads(index); });
}

size_t Expression::call_count() const {
  size_t count = kind() == Kind::kCall ? 1 : 0;
  for (const Expression& argument : arguments()) count += argument.call_count();
  return count;
}

Expression Expression::substitute(std::span<const Expression> inputs) const {
  if (kind() == Kind::kNumber) return *this;
  if (kind() == Kind::kInput) {
    NIGHTJAR_CHECK(node_->index < inputs.size(), "every input has a replacement");
    return inputs[node_->index];
  }
  std::vector<Expression> replaced;
  for (const Expression& argument : arguments()) replaced.push_back(argument.substitute(inputs));
  return call(function(), std::move(replaced));
}

std::string Expression::to_string() const {
  if (kind() == Kind::kInput) return fmt::format("in{}", node_->index);
  if (kind() == Kind::kNumber) return fmt::format("{}", node_->value);
  std::string text(info_of(function()).name);
  for (size_t i = 0; i < arguments().size(); ++i) {
    text += (i == 0 ? "(" : ", ") + arguments()[i].to_string();
  }
  return text + ")";
}

}  // namespace nightjar::kernels::pointwise
