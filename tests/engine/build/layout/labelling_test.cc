// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/layout/labelling.h"

#include <gtest/gtest.h>

#include <random>

namespace nightjar::build {
namespace {

using Random = std::mt19937_64;

/// Tries every labelling.
double least_cost(const LabelGraph& graph) {
  std::vector<size_t> labels(graph.nodes.size(), 0);
  double least = kForbidden;
  for (;;) {
    least = std::min(least, cost_of(graph, labels));
    size_t node = 0;
    while (node < labels.size() && ++labels[node] == graph.nodes[node].size()) labels[node++] = 0;
    if (node == labels.size()) return least;
  }
}

std::vector<double> random_costs(size_t count, Random& random) {
  std::vector<double> costs(count);
  for (double& cost : costs) cost = static_cast<double>(random() % 100);
  return costs;
}

LabelGraph random_nodes(Random& random) {
  LabelGraph graph;
  for (size_t count = 1 + random() % 8; graph.nodes.size() < count;) {
    graph.nodes.push_back(random_costs(1 + random() % 3, random));
  }
  return graph;
}

void add_edge(LabelGraph& graph, size_t from, size_t to, Random& random) {
  const size_t count = graph.nodes[from].size() * graph.nodes[to].size();
  graph.edges.push_back({from, to, random_costs(count, random)});
}

TEST(Labelling, OfTreesAndRingsIsTheCheapestThereIs) {
  Random random(1);
  for (int i = 0; i < 300; ++i) {
    LabelGraph graph = random_nodes(random);
    for (size_t node = 1; node < graph.nodes.size(); ++node) {
      add_edge(graph, random() % node, node, random);
    }
    if (graph.nodes.size() > 2) add_edge(graph, graph.nodes.size() - 1, 0, random);
    const Labelling found = cheapest_labelling(graph);
    EXPECT_TRUE(found.is_optimal);
    EXPECT_EQ(found.cost, least_cost(graph));
    EXPECT_EQ(found.cost, cost_of(graph, found.labels));
  }
}

TEST(Labelling, OfAnyGraphSaysWhetherItIsTheCheapest) {
  Random random(2);
  int guessed = 0;
  double cost = 0, least = 0;
  for (int i = 0; i < 300; ++i) {
    LabelGraph graph = random_nodes(random);
    for (size_t from = 0; from < graph.nodes.size(); ++from) {
      for (size_t to = from + 1; to < graph.nodes.size(); ++to) {
        if (random() % 3 != 0) add_edge(graph, from, to, random);
      }
    }
    const Labelling found = cheapest_labelling(graph);
    if (found.is_optimal) {
      EXPECT_EQ(found.cost, least_cost(graph));
    }
    guessed += found.is_optimal ? 0 : 1;
    cost += found.cost;
    least += least_cost(graph);
  }
  EXPECT_GT(guessed, 50);
  EXPECT_LT(cost, 1.1 * least);
}

/// What choosing node by node gives: each the label that is cheapest behind those before it.
std::vector<size_t> greedy_labels(const LabelGraph& graph) {
  std::vector<size_t> labels;
  for (size_t node = 0; node < graph.nodes.size(); ++node) {
    std::vector<double> costs = graph.nodes[node];
    for (const LabelEdge& edge : graph.edges) {
      if (edge.to != node) continue;
      for (size_t b = 0; b < costs.size(); ++b) {
        costs[b] += edge.costs[labels[edge.from] * costs.size() + b];
      }
    }
    labels.push_back(
        static_cast<size_t>(std::min_element(costs.begin(), costs.end()) - costs.begin()));
  }
  return labels;
}

/// A chain whose first step is faster under label 0 by 5, all others under label 1 by 2, where a
/// change costs 10: step by step nobody ever finds a change worth its cost.
TEST(Labelling, SeesAcrossAChainWhatGreedyCannot) {
  LabelGraph chain;
  chain.nodes.push_back({10, 15});
  for (size_t node = 1; node < 12; ++node) {
    chain.nodes.push_back({10, 8});
    chain.edges.push_back({node - 1, node, {0, 10, 10, 0}});
  }
  const std::vector<size_t> greedy = greedy_labels(chain);
  EXPECT_EQ(greedy, std::vector<size_t>(12, 0));
  const Labelling whole = cheapest_labelling(chain);
  EXPECT_TRUE(whole.is_optimal);
  EXPECT_EQ(whole.labels, std::vector<size_t>(12, 1));
  EXPECT_EQ(cost_of(chain, greedy), 120);
  EXPECT_EQ(whole.cost, 15 + 11 * 8);
}

TEST(Labelling, ForbiddenLabelsAreNotTaken) {
  LabelGraph graph;
  graph.nodes = {{1, 5}, {1, 5}, {kForbidden, 100}};
  graph.edges = {{0, 1, {0, 50, 50, 0}}, {1, 2, {0, 50, 50, 0}}};
  const Labelling found = cheapest_labelling(graph);
  EXPECT_EQ(found.labels, (std::vector<size_t>{1, 1, 1}));
}

TEST(Labelling, AmongEqualsTheFirst) {
  LabelGraph graph;
  graph.nodes = {{3, 3}, {3, 3, 3}};
  graph.edges = {{1, 0, std::vector<double>(6, 1)}};
  EXPECT_EQ(cheapest_labelling(graph).labels, (std::vector<size_t>{0, 0}));
  EXPECT_TRUE(cheapest_labelling({}).labels.empty());
}

}  // namespace
}  // namespace nightjar::build
