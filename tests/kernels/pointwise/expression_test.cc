// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/pointwise/expression.h"

#include <gtest/gtest.h>

#include "kernels/pointwise/program.h"

namespace nightjar::kernels::pointwise {
namespace {

Expression parsed(const std::string& text) {
  auto result = Expression::parse(text);
  EXPECT_TRUE(result.ok()) << text;
  return *std::move(result);
}

TEST(Expression, PrintsWhatItParsed) {
  for (const std::string text : {"in0", "2.5", "-inf", "nan", "relu(add(in0, mul(in1, 2.5)))",
                                 "clip(in3, -1e-30, inf)", "where(less(in0, in1), in0, 0.1)"}) {
    EXPECT_EQ(parsed(text).to_string(), text);
  }
  EXPECT_EQ(parsed(" add( in0,in1 ) ").to_string(), "add(in0, in1)");
}

TEST(Expression, PrintsEveryFunctionBack) {
  for (size_t i = 0; i < all_functions().size(); ++i) {
    const auto function = static_cast<Function>(i);
    const std::vector<Expression> arguments(static_cast<size_t>(info_of(function).arity),
                                            Expression::input(0));
    const Expression call = Expression::call(function, arguments);
    EXPECT_EQ(parsed(call.to_string()).function(), function);
  }
}

TEST(Expression, RefusesWhatIsNotOne) {
  for (const std::string text :
       {"", "add(in0)", "add(in0, in1, in2)", "nosuch(in0)", "relu(in0", "relu(in0) in1", "in0)",
        "in99999", "relu()", "1.5x", "in1x", "(in0)", "add(in0,,in1)"}) {
    EXPECT_FALSE(Expression::parse(text).ok()) << text;
  }
}

TEST(Expression, RefusesEndlessNesting) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "relu(";
  const auto result = Expression::parse(text);
  ASSERT_FALSE(result.ok());
  EXPECT_NE(result.error().message.find("nested"), std::string::npos);
}

TEST(Expression, SubstitutesInputs) {
  const Expression outer = parsed("add(in0, in1)");
  const std::vector<Expression> inputs = {parsed("relu(in2)"), parsed("mul(in0, in0)")};
  EXPECT_EQ(outer.substitute(inputs).to_string(), "add(relu(in2), mul(in0, in0))");
  EXPECT_EQ(outer.substitute(inputs).input_count(), 3u);
  EXPECT_EQ(outer.substitute(inputs).call_count(), 3u);
}

TEST(Program, ComputesEqualPartsOnce) {
  const Program program =
      compile(parsed("mul(add(in0, 1), sigmoid(add(in0, 1)))"), /*is_float=*/true);
  EXPECT_EQ(program.instructions.size(), 3u);
  EXPECT_EQ(program.constants.size(), 1u);
}

TEST(Program, ReusesSlots) {
  std::string text = "in0";
  for (int i = 0; i < 50; ++i) text = "relu(add(" + text + ", in1))";
  EXPECT_EQ(compile(parsed(text), true).slot_count, 1u);
}

TEST(Program, SpellsSmallPowersAsProducts) {
  const Program squared = compile(parsed("pow(in0, 2)"), true);
  ASSERT_EQ(squared.instructions.size(), 1u);
  EXPECT_EQ(squared.instructions[0].function, Function::kMultiply);
  EXPECT_EQ(compile(parsed("pow(in0, 2)"), false).instructions[0].function, Function::kPower);
  EXPECT_TRUE(compile(parsed("pow(in0, 1)"), true).instructions.empty());
}

}  // namespace
}  // namespace nightjar::kernels::pointwise
