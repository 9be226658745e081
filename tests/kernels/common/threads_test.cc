// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/common/threads.h"

#include <gtest/gtest.h>
#include <omp.h>

#include <vector>

namespace nightjar::kernels {
namespace {

TEST(Threads, EveryIndexIsVisitedOnce) {
  for (const int threads : {1, 3}) {
    std::vector<int> visits(50, 0);
    for_each_index(50, threads, [&](int64_t i) { ++visits[static_cast<size_t>(i)]; });
    EXPECT_EQ(visits, std::vector<int>(50, 1));
  }
  for_each_index(0, 2, [](int64_t) { FAIL(); });
}

TEST(Threads, ScopeSetsAndRestores) {
  const int before = omp_get_max_threads();
  {
    const ThreadScope scope(before + 2);
    EXPECT_EQ(omp_get_max_threads(), before + 2);
  }
  EXPECT_EQ(omp_get_max_threads(), before);
}

}  // namespace
}  // namespace nightjar::kernels
