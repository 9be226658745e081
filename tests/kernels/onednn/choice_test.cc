// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/onednn/choice.h"

#include <gtest/gtest.h>

#include <set>

namespace nightjar::kernels::onednn {
namespace {

Implementations matmuls() {
  const auto type = dnnl::memory::data_type::f32;
  const dnnl::matmul::desc desc(row_major({8, 8}, type), row_major({8, 8}, type),
                                row_major({8, 8}, type));
  return implementations_from(dnnl::matmul::primitive_desc(desc, cpu_engine()));
}

TEST(Choice, NamesAreDistinctAndNeverAReference) {
  const auto names = names_of(matmuls());
  ASSERT_FALSE(names.empty());
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
  for (const std::string& name : names) EXPECT_FALSE(name.starts_with("ref")) << name;
}

TEST(Choice, FindsByNameAndFallsBackToThePreferred) {
  const Implementations found = matmuls();
  for (const std::string& name : names_of(found)) {
    EXPECT_EQ(name, choose(found, name).impl_info_str());
  }
  EXPECT_STREQ(choose(found, "no such one").impl_info_str(), found.front().impl_info_str());
  EXPECT_THROW(choose({}, "any"), dnnl::error);
}

}  // namespace
}  // namespace nightjar::kernels::onednn
