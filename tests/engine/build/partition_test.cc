// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/partition.h"

#include <gtest/gtest.h>

#include "engine/late/walker.h"
#include "engine/network/verify.h"
#include "tests/fakes/engine/looping_networks.h"
#include "tests/fakes/engine/sample_networks.h"

namespace nightjar::build {
namespace {

using network::Network;

size_t count_parts(const Network& script) {
  size_t count = 0;
  for (const network::OpId id : script.topological_order()) {
    count += late::is_part(script.op(id)) ? 1 : 0;
  }
  return count;
}

TEST(Partition, ANetworkOfKnownShapesNeedsNone) {
  EXPECT_FALSE(needs_script(fakes::random_network(4)));
}

TEST(Partition, EverythingAroundALateOpIsCompiled) {
  const Network network = fakes::filters_between_products();
  ASSERT_TRUE(needs_script(network));
  const Partition split = partition(network);
  ASSERT_EQ(split.parts.size(), 2u);
  EXPECT_EQ(count_parts(split.script), 2u);
  EXPECT_EQ(fakes::count_ops(split.script, "Compress"), 1u);
  EXPECT_EQ(fakes::count_ops(split.script, "MatMul"), 0u);
  EXPECT_EQ(fakes::count_ops(split.parts[0], "MatMul"), 1u);
  EXPECT_EQ(fakes::count_ops(split.parts[1], "MatMul"), 1u);
  for (const Network& part : split.parts) {
    const Status sound = network::verify(part);
    EXPECT_TRUE(sound.ok()) << sound.error().message;
    EXPECT_FALSE(needs_script(part));
  }
  const Status sound = network::verify_structure(split.script);
  EXPECT_TRUE(sound.ok()) << sound.error().message;
}

TEST(Partition, FewLightOpsStayInTheScript) {
  const Partition split = partition(fakes::picks_positive_elements());
  EXPECT_TRUE(split.parts.empty());
  EXPECT_EQ(fakes::count_ops(split.script, "Greater"), 1u);
}

}  // namespace
}  // namespace nightjar::build
