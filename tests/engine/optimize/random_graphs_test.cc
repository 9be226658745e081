// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Optimised networks give what they gave before, on a thousand random graphs.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <set>
#include <sstream>

#include "engine/optimize/pipeline.h"
#include "engine/reference/reference.h"
#include "tests/engine/optimize/random_graphs/draft.h"
#include "tests/fakes/engine/on_one_core.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using tensor::HostTensor;

/// Seeds from `first` to `last`; NIGHTJAR_GRAPH_SEEDS="FIRST LAST" asks for others.
struct Seeds {
  uint64_t first = 1, last = 1000;

  Seeds() {
    const char* asked = std::getenv("NIGHTJAR_GRAPH_SEEDS");
    if (asked != nullptr) std::istringstream(asked) >> first >> last;
  }
};

/// Of the largest magnitude of an output: sums are taken in another order.
constexpr double kTolerance = 5e-4;

double largest_magnitude(const HostTensor& tensor) {
  double largest = 1e-6;
  for (int64_t i = 0; i < tensor.count(); ++i) {
    largest = std::max(largest, std::abs(tensor.value_at(i)));
  }
  return largest;
}

void expect_equal(const HostTensor& wanted, const HostTensor& found, const std::string& name) {
  ASSERT_EQ(wanted.dims(), found.dims()) << name;
  const double tolerance = kTolerance * largest_magnitude(wanted);
  for (int64_t i = 0; i < wanted.count(); ++i) {
    const double want = wanted.value_at(i), got = found.value_at(i);
    if (std::isnan(want) && std::isnan(got)) continue;
    if (std::isinf(want) && want == got) continue;
    ASSERT_NEAR(want, got, tolerance) << name << ", element " << i;
  }
}

/// With every symbol bound to `extent`.
void expect_same_meaning(const Network& before, const Network& after, uint64_t seed,
                         int64_t extent) {
  const auto inputs = fakes::random_inputs(before, seed, extent);
  const auto wanted = reference::run(before, inputs), found = reference::run(after, inputs);
  ASSERT_TRUE(wanted.ok()) << wanted.error().message;
  ASSERT_TRUE(found.ok()) << found.error().message;
  for (const auto& [name, value] : *wanted) expect_equal(value, found->at(name), name);
}

void collect_types(const Network& network, std::set<std::string>& types) {
  for (const network::OpId id : network.topological_order()) types.insert(network.op(id).type);
}

/// Names of the nodes that ops of `network` say they came from.
std::set<std::string> origins_of(const Network& network) {
  std::set<std::string> origins;
  for (const network::OpId id : network.topological_order()) {
    const auto& own = network.op(id).origins;
    EXPECT_FALSE(own.empty()) << network.op(id).type << " came from nowhere";
    origins.insert(own.begin(), own.end());
  }
  return origins;
}

TEST(RandomGraphs, AThousandKeepTheirMeaning) {
  const fakes::OnOneCore on_one_core;
  std::set<std::string> types_before, types_after, passes_used;
  const Seeds seeds;
  for (uint64_t seed = seeds.first; seed <= seeds.last; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Network before = random_graphs::random_graph(seed);
    Network after = before;
    const auto passes = run_pipeline(after);
    ASSERT_TRUE(passes.ok()) << passes.error().message;
    expect_same_meaning(before, after, seed, 2);
    if (seed % 4 == 0) expect_same_meaning(before, after, seed, 0);
    const auto named = origins_of(before);
    for (const std::string& origin : origins_of(after)) {
      EXPECT_TRUE(named.count(origin)) << "no node is named '" << origin << "'";
    }
    for (const std::string& line : *passes) passes_used.insert(line.substr(0, line.find(':')));
    collect_types(before, types_before);
    collect_types(after, types_after);
    if (HasFailure()) break;
  }
  // The graphs are worth their name, and so are the passes.
  for (const char* type : {"Conv", "Gemm", "BatchNormalization", "Concat", "Split", "Slice",
                           "Softmax", "ReduceMean", "Shape", "Gather", "Transpose", "Where"}) {
    EXPECT_TRUE(types_before.count(type)) << type << " was never drawn";
  }
  for (const char* type : {"FusedConv", "FusedGemm", "Attention", "LayerNormalization",
                           "RMSNormalization", "Softmax"}) {
    EXPECT_TRUE(types_after.count(type)) << type << " was never recognised";
  }
  for (const std::string& pass : pass_names()) {
    EXPECT_TRUE(passes_used.count(pass)) << pass << " never found anything";
  }
}

}  // namespace
}  // namespace nightjar::optimize
