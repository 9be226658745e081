// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One label a node of a graph, so that nodes and edges together cost least.
//
// A partitioned Boolean quadratic problem, reduced as in B. Scholz and E. Eckstein, "Register
// allocation for irregular architectures", 2002; for choosing kernels with their layouts first in
// A. Anderson and D. Gregg, "Optimal DNN primitive selection with partitioned Boolean quadratic
// programming", 2018.
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

namespace nightjar::build {

/// Of what may not be.
inline constexpr double kForbidden = std::numeric_limits<double>::infinity();

struct LabelEdge {
  size_t from = 0, to = 0;    ///< Two different nodes; several edges may join them.
  std::vector<double> costs;  ///< [labels of from][labels of to]
};

struct LabelGraph {
  std::vector<std::vector<double>> nodes;  ///< The cost of each label of each node, at least one.
  std::vector<LabelEdge> edges;
};

struct Labelling {
  std::vector<size_t> labels;  ///< One a node; among equals the first.
  double cost = 0;
  bool is_optimal = true;  ///< False where a node of degree three or more had to be guessed.
};

/// Exact where removing nodes of up to two neighbours, one after the other, removes all: chains,
/// trees, residual blocks. Else the node with most neighbours is given the label that is cheapest
/// with the best its neighbours could do, and the rest goes on as before.
Labelling cheapest_labelling(const LabelGraph& graph);

/// What a labelling costs.
double cost_of(const LabelGraph& graph, const std::vector<size_t>& labels);

}  // namespace nightjar::build
