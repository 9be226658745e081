// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/operators/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "cli/models/operators/type_probe.h"

namespace nightjar::cli {
namespace {

using tensor::DataType;
using ::testing::HasSubstr;

TEST(OperatorsPage, IsWhatTheDocumentationHas) {
  std::ifstream file(std::string(NIGHTJAR_SOURCE_DIR) + "/docs/OPERATORS.md");
  std::ostringstream written;
  written << file.rdbuf();
  EXPECT_EQ(written.str(), operators_page())
      << "write it again: nightjar operators > docs/OPERATORS.md";
}

TEST(OperatorsPage, SaysWhereOperatorsRun) {
  const std::string page = operators_page();
  EXPECT_THAT(page, HasSubstr("\n| Loop |  | bodies |"));
  EXPECT_THAT(page, HasSubstr("\n| NonZero |  | host |"));
  EXPECT_THAT(page,
              HasSubstr("\n| Slice | below 10 | compiled, or while running (input 1, 2, 3, 4)"));
  EXPECT_THAT(page, HasSubstr("\n| com.microsoft::Gelu | | import |"));
}

TEST(TypeProbe, FindsTheTypesThatKernelsTake) {
  const auto relu = compiled_types("Relu");
  EXPECT_THAT(relu, ::testing::Contains(DataType::kFloat32));
  EXPECT_THAT(relu, ::testing::Not(::testing::Contains(DataType::kBool)));
  EXPECT_THAT(compiled_types("Conv"), ::testing::Contains(DataType::kFloat32));
}

TEST(TypeProbe, ListsFamiliesByTheirNames) {
  EXPECT_EQ(list_types({DataType::kFloat32, DataType::kBool}), "float32, bool");
  EXPECT_EQ(list_types({DataType::kInt2, DataType::kUInt2, DataType::kInt4, DataType::kUInt4}),
            "integers of 2 and 4 bits");
}

}  // namespace
}  // namespace nightjar::cli
