// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kernels/host/letter_case.h"
#include "tests/kernels/host/host_call.h"

namespace nightjar::kernels {
namespace {

using kernels::testing::call_host;
using kernels::testing::strings;
using tensor::Attributes;
using tensor::Dims;
using tensor::HostTensor;
using Strings = std::vector<std::string>;

TEST(LetterCase, ChangesLettersBeyondAscii) {
  EXPECT_EQ(in_case("Straße ÄÖ Жук", LetterCase::kLower), "straße äö жук");
  EXPECT_EQ(in_case("äö λ", LetterCase::kUpper), "ÄÖ Λ");
}

TEST(LetterCase, LeavesBrokenBytesAlone) {
  EXPECT_EQ(in_case("A\xffZ\xc3", LetterCase::kLower), "a\xffz\xc3");
}

TEST(StringNormalizer, DropsStopWordsAndChangesCase) {
  Attributes attributes;
  attributes.set("case_change_action", std::string("UPPER"));
  attributes.set("stopwords", Strings{"MONDAY"});
  const auto kept = call_host("StringNormalizer", {strings({"monday", "tuesday"})}, attributes);
  EXPECT_EQ((*kept)[0].strings(), Strings{"TUESDAY"});
  attributes.set("is_case_sensitive", int64_t{1});
  const auto all = call_host("StringNormalizer", {strings({"monday", "tuesday"})}, attributes);
  EXPECT_EQ((*all)[0].strings(), (Strings{"MONDAY", "TUESDAY"}));
}

TEST(StringNormalizer, LeavesOneEmptyStringOfNothing) {
  Attributes attributes;
  attributes.set("stopwords", Strings{"a"});
  const auto left =
      call_host("StringNormalizer", {HostTensor::of_strings({1, 2}, {"a", "A"})}, attributes);
  EXPECT_EQ((*left)[0].dims(), (Dims{1, 1}));
  EXPECT_EQ((*left)[0].strings(), Strings{""});
}

TEST(StringConcat, Broadcasts) {
  const auto joined =
      call_host("StringConcat", {HostTensor::of_strings({2, 1}, {"a", "b"}), strings({"x", "y"})});
  EXPECT_EQ((*joined)[0].dims(), (Dims{2, 2}));
  EXPECT_EQ((*joined)[0].strings(), (Strings{"ax", "ay", "bx", "by"}));
  EXPECT_FALSE(call_host("StringConcat", {strings({"a", "b"}), strings({"a", "b", "c"})}).ok());
}

TEST(StringSplit, FillsShorterRowsUp) {
  Attributes attributes;
  attributes.set("delimiter", std::string("."));
  const auto parts = call_host("StringSplit", {strings({"a.b.c", "d", ""})}, attributes, 2);
  EXPECT_EQ((*parts)[0].dims(), (Dims{3, 3}));
  EXPECT_EQ((*parts)[0].strings(), (Strings{"a", "b", "c", "d", "", "", "", "", ""}));
  EXPECT_EQ((*parts)[1].to_integers(), (std::vector<int64_t>{3, 1, 1}));
}

TEST(StringSplit, TakesRunsOfSpaceWithoutADelimiter) {
  Attributes attributes;
  attributes.set("maxsplit", int64_t{1});
  const auto parts = call_host("StringSplit", {strings({"  one  two three ", " "})}, attributes, 2);
  EXPECT_EQ((*parts)[0].strings(), (Strings{"one", "two three ", "", ""}));
  EXPECT_EQ((*parts)[1].to_integers(), (std::vector<int64_t>{2, 0}));
}

TEST(RegexFullMatch, MatchesWholeStrings) {
  Attributes attributes;
  attributes.set("pattern", std::string(R"(www\.[\w.-]+\.\bcom\b)"));
  const auto matches =
      call_host("RegexFullMatch",
                {strings({"www.google.com", "www.facebook.com", "www.bbc.co.uk"})}, attributes);
  EXPECT_EQ((*matches)[0].to_integers(), (std::vector<int64_t>{1, 1, 0}));
}

TEST(RegexFullMatch, StaysFastWhereBacktrackingWouldNot) {
  Attributes attributes;
  attributes.set("pattern", std::string("(a*)*b"));
  const auto matches =
      call_host("RegexFullMatch", {strings({std::string(20000, 'a')})}, attributes);
  EXPECT_EQ((*matches)[0].to_integers(), std::vector<int64_t>{0});
}

TEST(RegexFullMatch, RefusesWhatIsNoPattern) {
  Attributes attributes;
  attributes.set("pattern", std::string("(["));
  EXPECT_FALSE(call_host("RegexFullMatch", {strings({"a"})}, attributes).ok());
}

}  // namespace
}  // namespace nightjar::kernels
