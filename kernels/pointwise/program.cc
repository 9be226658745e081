// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/pointwise/program.h"

#include <algorithm>
#include <bit>
#include <map>
#include <optional>
#include <tuple>

namespace nightjar::kernels::pointwise {
namespace {

Expression square(const Expression& base) {
  return Expression::call(Function::kMultiply, {base, base});
}

/// A cheaper spelling of base^exponent, when there is one.
std::optional<Expression> simpler_power(const Expression& base, double exponent) {
  if (exponent == 1) return base;
  if (exponent == 2) return square(base);
  if (exponent == 3) return Expression::call(Function::kMultiply, {square(base), base});
  if (exponent == 4) return square(square(base));
  if (exponent == 0.5) return Expression::call(Function::kSquareRoot, {base});
  if (exponent == -1) return Expression::call(Function::kReciprocal, {base});
  return std::nullopt;
}

/// First pass: values numbered, equal ones shared, every instruction with a slot of its own.
class Numbering {
 public:
  explicit Numbering(bool is_float) : is_float_(is_float) {}

  Source visit(const Expression& expression) {
    if (expression.kind() == Expression::Kind::kInput) {
      return {Source::Kind::kInput, static_cast<uint32_t>(expression.input_index())};
    }
    if (expression.kind() == Expression::Kind::kNumber) return constant(expression.value());
    const auto& arguments = expression.arguments();
    if (is_float_ && expression.function() == Function::kPower &&
        arguments[1].kind() == Expression::Kind::kNumber) {
      const auto simpler = simpler_power(arguments[0], arguments[1].value());
      if (simpler) return visit(*simpler);
    }
    Instruction instruction{.function = expression.function(), .sources = {}, .target = 0};
    instruction.sources.fill(visit(arguments[0]));
    for (size_t i = 1; i < arguments.size(); ++i) instruction.sources[i] = visit(arguments[i]);
    return number(instruction);
  }

  Program program;

 private:
  using Key = std::tuple<Function, uint64_t, uint64_t, uint64_t>;

  static uint64_t key_of(const Source& source) {
    return uint64_t{static_cast<uint8_t>(source.kind)} << 32 | source.index;
  }

  Source constant(double value) {
    const uint64_t bits = std::bit_cast<uint64_t>(value);
    const auto next = static_cast<uint32_t>(program.constants.size());
    const auto [found, is_new] = constants_.try_emplace(bits, next);
    if (is_new) program.constants.push_back(value);
    return {Source::Kind::kConstant, found->second};
  }

  Source number(Instruction instruction) {
    const Key key = {instruction.function, key_of(instruction.sources[0]),
                     key_of(instruction.sources[1]), key_of(instruction.sources[2])};
    const auto next = static_cast<uint32_t>(program.instructions.size());
    const auto [found, is_new] = values_.try_emplace(key, next);
    if (is_new) {
      instruction.target = next;
      program.instructions.push_back(instruction);
    }
    return {Source::Kind::kSlot, found->second};
  }

  bool is_float_;
  std::map<uint64_t, uint32_t> constants_;
  std::map<Key, uint32_t> values_;
};

/// Index of the last instruction that reads each value; the result is read behind the end.
std::vector<size_t> last_reads(const Program& program) {
  std::vector<size_t> last(program.instructions.size(), 0);
  for (size_t i = 0; i < program.instructions.size(); ++i) {
    for (const Source& source : program.instructions[i].sources) {
      if (source.kind == Source::Kind::kSlot) last[source.index] = i;
    }
  }
  if (program.result.kind == Source::Kind::kSlot) {
    last[program.result.index] = program.instructions.size();
  }
  return last;
}

/// Second pass: few slots instead of one per value.
void share_slots(Program& program) {
  const std::vector<size_t> last = last_reads(program);
  std::vector<uint32_t> slot_of(program.instructions.size(), 0);
  std::vector<uint32_t> free;
  for (size_t i = 0; i < program.instructions.size(); ++i) {
    Instruction& instruction = program.instructions[i];
    std::vector<uint32_t> dying;
    for (Source& source : instruction.sources) {
      if (source.kind != Source::Kind::kSlot) continue;
      if (last[source.index] == i) dying.push_back(source.index);
      source.index = slot_of[source.index];
    }
    std::sort(dying.begin(), dying.end());
    dying.erase(std::unique(dying.begin(), dying.end()), dying.end());
    for (const uint32_t value : dying) free.push_back(slot_of[value]);
    if (free.empty()) free.push_back(program.slot_count++);
    slot_of[i] = instruction.target = free.back();
    free.pop_back();
  }
  if (program.result.kind == Source::Kind::kSlot) {
    program.result.index = slot_of[program.result.index];
  }
}

}  // namespace

Program compile(const Expression& expression, bool is_float) {
  Numbering numbering(is_float);
  const Source result = numbering.visit(expression);
  Program program = std::move(numbering.program);
  program.result = result;
  share_slots(program);
  return program;
}

}  // namespace nightjar::kernels::pointwise
