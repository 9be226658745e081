// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Networks with islands of bytes give, but for rounding ties, what they gave before their passes.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <set>
#include <sstream>

#include "engine/optimize/pipeline.h"
#include "engine/optimize/quantized/quantized_passes.h"
#include "tests/engine/optimize/random_graphs/draft.h"
#include "tests/fakes/engine/on_one_core.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using tensor::HostTensor;

/// Root mean squares: of what differs, and of what was wanted.
struct Noise {
  double noise = 0, signal = 0;
  int64_t off = 0;  ///< Elements that differ visibly.

  void add(const HostTensor& wanted, const HostTensor& found) {
    for (int64_t i = 0; i < wanted.count(); ++i) {
      const double want = wanted.value_at(i), got = found.value_at(i);
      if ((std::isnan(want) && std::isnan(got)) || (std::isinf(want) && want == got)) continue;
      noise += (want - got) * (want - got);
      signal += want * want;
      off += std::abs(want - got) > 1e-3 * std::abs(want) + 1e-5 ? 1 : 0;
    }
  }
  double share() const { return signal == 0 ? noise : std::sqrt(noise / signal); }
};

TEST(RandomIslands, KeepTheirMeaning) {
  const fakes::OnOneCore on_one_core;
  uint64_t first = 1, last = 300;
  if (const char* asked = std::getenv("NIGHTJAR_GRAPH_SEEDS")) {
    std::istringstream(asked) >> first >> last;
  }
  std::set<std::string> types;
  uint64_t equal = 0;
  for (uint64_t seed = first; seed <= last; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Network before = random_graphs::random_quantized_graph(seed);
    Network after = before;
    const auto passes = run_pipeline(after);
    ASSERT_TRUE(passes.ok()) << passes.error().message;
    const auto lines = run_quantized_passes(after, Integers::kAny);
    ASSERT_TRUE(lines.ok()) << lines.error().message;
    const auto inputs = fakes::random_inputs(before, seed);
    const auto wanted = reference::run(before, inputs), found = reference::run(after, inputs);
    ASSERT_TRUE(wanted.ok()) << wanted.error().message;
    ASSERT_TRUE(found.ok()) << found.error().message;
    Noise noise;
    for (const auto& [name, value] : *wanted) {
      ASSERT_EQ(value.dims(), found->at(name).dims()) << name;
      noise.add(value, found->at(name));
    }
    // A tie that falls to the other side is one quantum in one element, and much of a small output.
    EXPECT_TRUE(noise.share() < 0.05 || noise.off == 1) << noise.share();
    equal += noise.share() < 1e-4 ? 1 : 0;
    for (const network::OpId id : after.topological_order()) types.insert(after.op(id).type);
    if (HasFailure()) break;
  }
  EXPECT_GT(equal, (last - first) / 2) << "of all graphs";
  for (const char* type : {"QuantizedConv", "QuantizedGemm", "QuantizedMean"}) {
    EXPECT_TRUE(types.count(type)) << type << " was never made";
  }
}

}  // namespace
}  // namespace nightjar::optimize
