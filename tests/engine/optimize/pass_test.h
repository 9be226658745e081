// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What tests of passes stand on: a draft, and the question whether it means the same afterwards.
#pragma once

#include <gtest/gtest.h>

#include "engine/optimize/pipeline.h"
#include "tests/engine/optimize/random_graphs/draft.h"
#include "tests/fakes/engine/on_one_core.h"

namespace nightjar::optimize {

class PassTest : public ::testing::Test {
 protected:
  /// Optimises a copy of what was drawn and checks that it means the same.
  network::Network optimized() {
    network::Network copy = draft_.network();
    const auto passes = run_pipeline(copy);
    EXPECT_TRUE(passes.ok()) << passes.error().message;
    fakes::expect_same_answers(draft_.network(), copy, 5);
    return copy;
  }

  random_graphs::Draft draft_{3};
  fakes::OnOneCore on_one_core_;
};

}  // namespace nightjar::optimize
