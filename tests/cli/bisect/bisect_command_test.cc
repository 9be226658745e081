// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>

#include "cli/bisect/candidates.h"
#include "cli/bisect/shell.h"
#include "cli/scratch_folder.h"
#include "tests/cli/ask.h"

namespace nightjar::cli {
namespace {

TEST(LastNumber, IsTheLastFigureThatStandsByItself) {
  EXPECT_EQ(*last_number("median 451.25 us\n"), 451.25);
  EXPECT_EQ(*last_number("12 runs, 3e-3 s (p99)"), 3e-3);
  EXPECT_EQ(*last_number("7"), 7);
  EXPECT_FALSE(last_number("resnet50 is fast").ok());
  EXPECT_FALSE(last_number("").ok());
}

TEST(Shell, FailuresCarryTheLastWords) {
  EXPECT_EQ(*run_shell("echo one; echo two"), "one\ntwo\n");
  const auto failed = run_shell("echo first; echo it is broken >&2; exit 3");
  ASSERT_FALSE(failed.ok());
  EXPECT_NE(failed.error().message.find("ended with code 3: it is broken"), std::string::npos);
  EXPECT_EQ(*run_shell("printf %s " + quoted("a'b $c")), "a'b $c");
}

TEST(BisectCommand, FindsTheOptionThatMadeTheDifference) {
  auto scratch = ScratchFolder::make("bisect-test");
  ASSERT_TRUE(scratch.ok());
  const std::string script = scratch->path() + "/figure.sh";
  std::ofstream(script) << "case \"$*\" in *--slow*) echo 15;; *) echo 10;; esac\n";
  const Answer found = ask("bisect --measure 'sh " + script +
                           "' --step=--harmless --step=--quiet --step=--slow --step=--verbose");
  EXPECT_EQ(found.exit_code, 3) << found.err;
  EXPECT_NE(found.out.find("changed by +50.0 %"), std::string::npos) << found.out;
  EXPECT_NE(found.out.find("with --slow"), std::string::npos) << found.out;
}

TEST(BisectCommand, FindsTheRevisionAndCleansUp) {
  auto scratch = ScratchFolder::make("bisect-test");
  ASSERT_TRUE(scratch.ok());
  const std::string in = "cd " + quoted(scratch->path()) + " && ";
  ASSERT_TRUE(
      run_shell(in + "git init -q . && git config user.email a@b && git config user.name n").ok());
  for (int i = 0; i < 9; ++i) {
    const std::string figure = i < 5 ? "10" : "12";
    const auto made = run_shell(in + "echo " + figure + " " + std::to_string(i) +
                                " > note && echo " + figure + " > figure && git add . && git " +
                                "commit -qm 'change " + std::to_string(i) + "'");
    ASSERT_TRUE(made.ok()) << made.error().message;
  }
  const Answer found = ask("bisect --git HEAD~8..HEAD --repository " + scratch->path() +
                           " --build true --measure 'cat figure'");
  EXPECT_EQ(found.exit_code, 3) << found.err;
  EXPECT_NE(found.out.find("change 5"), std::string::npos) << found.out;
  const auto left = run_shell(in + "git worktree list | wc -l");
  EXPECT_EQ(*left, "1\n");
}

TEST(BisectCommand, WhereNothingChangesItSaysSo) {
  const Answer found = ask("bisect --measure 'echo 10; : ' --step a --step b");
  EXPECT_EQ(found.exit_code, 0) << found.err;
  EXPECT_NE(found.out.find("nothing was found to change"), std::string::npos) << found.out;
}

TEST(BisectCommand, RefusesWhatMakesNoSense) {
  EXPECT_NE(ask("bisect --measure 'echo 1'").err.find("--git) or over options (--step)"),
            std::string::npos);
  EXPECT_NE(ask("bisect --measure 'echo 1' --git main").err.find("is no range"), std::string::npos);
  EXPECT_NE(ask("bisect --measure 'exit 1' --step a").err.find("fewer than two candidates"),
            std::string::npos);
}

}  // namespace
}  // namespace nightjar::cli
