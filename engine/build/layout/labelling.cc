// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/layout/labelling.h"

#include <algorithm>
#include <map>
#include <set>

namespace nightjar::build {
namespace {

using Vector = std::vector<double>;
using Matrix = std::vector<Vector>;  // [own label][neighbour's label]

size_t cheapest(const Vector& costs) {
  return static_cast<size_t>(std::min_element(costs.begin(), costs.end()) - costs.begin());
}

/// Takes nodes out of the graph one by one, then labels them in the opposite order.
class Reduction {
 public:
  explicit Reduction(const LabelGraph& graph) : graph_(graph), costs_(graph.nodes) {
    neighbours_.resize(costs_.size());
    for (const LabelEdge& edge : graph.edges) {
      const size_t width = costs_[edge.to].size();
      Matrix matrix(costs_[edge.from].size(), Vector(width));
      for (size_t a = 0; a < matrix.size(); ++a) {
        for (size_t b = 0; b < width; ++b) matrix[a][b] = edge.costs[a * width + b];
      }
      join(edge.from, edge.to, matrix);
    }
    for (size_t node = 0; node < costs_.size(); ++node) by_degree_.insert({degree(node), node});
  }

  Labelling run() {
    while (!by_degree_.empty()) {
      const auto [degree, node] = *by_degree_.begin();
      if (degree <= 2) {
        take_out(node);
      } else {
        guess(by_degree_.rbegin()->second);
      }
    }
    Labelling labelling;
    labelling.is_optimal = is_optimal_;
    labelling.labels.assign(costs_.size(), 0);
    for (auto gone = gone_.rbegin(); gone != gone_.rend(); ++gone) {
      Vector costs = costs_[gone->node];
      for (const auto& [neighbour, matrix] : gone->neighbours) {
        for (size_t a = 0; a < costs.size(); ++a) {
          costs[a] += matrix[a][labelling.labels[neighbour]];
        }
      }
      labelling.labels[gone->node] = cheapest(costs);
    }
    labelling.cost = cost_of(graph_, labelling.labels);
    return labelling;
  }

 private:
  struct Gone {
    size_t node;
    std::map<size_t, Matrix> neighbours;  // those that are labelled before it
  };

  size_t degree(size_t node) const { return neighbours_[node].size(); }

  void add(size_t from, size_t to, const Matrix& matrix) {
    Matrix& sum = neighbours_[from][to];
    if (sum.empty()) sum.assign(matrix.size(), Vector(matrix[0].size(), 0));
    for (size_t a = 0; a < matrix.size(); ++a) {
      for (size_t b = 0; b < matrix[a].size(); ++b) sum[a][b] += matrix[a][b];
    }
  }

  void join(size_t from, size_t to, const Matrix& matrix) {
    Matrix turned(matrix[0].size(), Vector(matrix.size()));
    for (size_t a = 0; a < matrix.size(); ++a) {
      for (size_t b = 0; b < matrix[a].size(); ++b) turned[b][a] = matrix[a][b];
    }
    add(from, to, matrix);
    add(to, from, turned);
  }

  /// Out of the graph, its neighbours' degrees kept right.
  std::map<size_t, Matrix> remove(size_t node) {
    by_degree_.erase({degree(node), node});
    std::map<size_t, Matrix> around = std::move(neighbours_[node]);
    for (const auto& [neighbour, matrix] : around) {
      by_degree_.erase({degree(neighbour), neighbour});
      neighbours_[neighbour].erase(node);
      by_degree_.insert({degree(neighbour), neighbour});
    }
    neighbours_[node].clear();
    return around;
  }

  /// Its least cost for each label of its one or two neighbours becomes a cost of theirs.
  void take_out(size_t node) {
    std::map<size_t, Matrix> around = remove(node);
    const Vector& own = costs_[node];
    if (around.size() == 1) {
      const auto& [neighbour, matrix] = *around.begin();
      for (size_t b = 0; b < costs_[neighbour].size(); ++b) {
        double least = kForbidden;
        for (size_t a = 0; a < own.size(); ++a) least = std::min(least, own[a] + matrix[a][b]);
        costs_[neighbour][b] += least;
      }
    } else if (around.size() == 2) {
      const auto& [left, to_left] = *around.begin();
      const auto& [right, to_right] = *std::next(around.begin());
      Matrix between(costs_[left].size(), Vector(costs_[right].size(), kForbidden));
      for (size_t l = 0; l < between.size(); ++l) {
        for (size_t r = 0; r < between[l].size(); ++r) {
          for (size_t a = 0; a < own.size(); ++a) {
            between[l][r] = std::min(between[l][r], own[a] + to_left[a][l] + to_right[a][r]);
          }
        }
      }
      for (const size_t end : {left, right}) by_degree_.erase({degree(end), end});
      join(left, right, between);
      for (const size_t end : {left, right}) by_degree_.insert({degree(end), end});
    }
    gone_.push_back({node, std::move(around)});
  }

  void guess(size_t node) {
    is_optimal_ = false;
    std::map<size_t, Matrix> around = remove(node);
    Vector hoped = costs_[node];
    for (const auto& [neighbour, matrix] : around) {
      for (size_t a = 0; a < hoped.size(); ++a) {
        double least = kForbidden;
        for (size_t b = 0; b < matrix[a].size(); ++b) {
          least = std::min(least, matrix[a][b] + costs_[neighbour][b]);
        }
        hoped[a] += least;
      }
    }
    const size_t label = cheapest(hoped);
    for (const auto& [neighbour, matrix] : around) {
      for (size_t b = 0; b < costs_[neighbour].size(); ++b)
        costs_[neighbour][b] += matrix[label][b];
    }
    for (size_t a = 0; a < costs_[node].size(); ++a) {
      if (a != label) costs_[node][a] = kForbidden;
    }
    gone_.push_back({node, {}});
  }

  const LabelGraph& graph_;
  std::vector<Vector> costs_;
  std::vector<std::map<size_t, Matrix>> neighbours_;
  std::set<std::pair<size_t, size_t>> by_degree_;  // degree, node
  std::vector<Gone> gone_;
  bool is_optimal_ = true;
};

}  // namespace

Labelling cheapest_labelling(const LabelGraph& graph) { return Reduction(graph).run(); }

double cost_of(const LabelGraph& graph, const std::vector<size_t>& labels) {
  double cost = 0;
  for (size_t node = 0; node < labels.size(); ++node) cost += graph.nodes[node][labels[node]];
  for (const LabelEdge& edge : graph.edges) {
    cost += edge.costs[labels[edge.from] * graph.nodes[edge.to].size() + labels[edge.to]];
  }
  return cost;
}

}  // namespace nightjar::build
