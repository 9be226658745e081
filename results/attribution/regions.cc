// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/attribution/regions.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <utility>

namespace nightjar::attribution {
namespace {

using record::LayerCause;
using record::LayerRow;
using Rows = std::span<const LayerRow>;

/// Sets that grow together.
class Forest {
 public:
  explicit Forest(size_t count) : parents_(count) {
    std::iota(parents_.begin(), parents_.end(), size_t{0});
  }
  size_t root(size_t at) {
    while (parents_[at] != at) at = parents_[at] = parents_[parents_[at]];
    return at;
  }
  void join(size_t a, size_t b) { parents_[root(a)] = root(b); }

 private:
  std::vector<size_t> parents_;
};

/// What a row has in common with others. The n-th reformat of a name goes with the n-th.
std::vector<std::string> keys_of(const LayerRow& row, std::map<std::string, int>& seen) {
  if (!is_reformat(row) && !row.nodes.empty()) return row.nodes;
  const std::string name = (is_reformat(row) ? "reformat " : "step ") + row.name;
  return {name + " " + std::to_string(seen[name]++)};
}

/// The second part of "conv.onednn.v1": who wrote it.
std::string source_of(const std::string& tactic) {
  const size_t first = tactic.find('.');
  if (first == std::string::npos) return "";
  return tactic.substr(first + 1, tactic.find('.', first + 1) - first - 1);
}

bool is_on_host(const LayerRow& row, bool is_plain_host) {
  const std::string source = source_of(row.tactic);
  return source == "host" || (is_plain_host && source == "plain");
}

/// Larger is wider; 0 for what does not compute in floats.
int width_of(const std::string& precision) {
  if (precision == "int8" || precision == "uint8" || precision == "fp8") return 1;
  if (precision == "bf16" || precision == "fp16") return 2;
  return precision == "fp32" || precision == "tf32" ? 4 : 0;
}

bool fell_back(const LayerRow& before, const LayerRow& after) {
  const int old_width = width_of(before.precision);
  return old_width > 0 && width_of(after.precision) > old_width;
}

std::vector<std::vector<std::string>> cuts(const std::vector<size_t>& indices, Rows rows) {
  std::vector<std::vector<std::string>> lists;
  for (const size_t index : indices) {
    std::vector<std::string> nodes = rows[index].nodes;
    std::sort(nodes.begin(), nodes.end());
    lists.push_back(std::move(nodes));
  }
  std::sort(lists.begin(), lists.end());
  return lists;
}

}  // namespace

bool is_reformat(const LayerRow& row) { return row.tactic.starts_with("reformat."); }

std::vector<Region> find_regions(Rows old_rows, Rows new_rows) {
  const size_t count = old_rows.size() + new_rows.size();
  Forest forest(count);
  std::map<std::string, size_t> owners;
  std::map<std::string, int> seen;
  for (size_t i = 0; i < count; ++i) {
    if (i == old_rows.size()) seen.clear();
    const LayerRow& row = i < old_rows.size() ? old_rows[i] : new_rows[i - old_rows.size()];
    for (const std::string& key : keys_of(row, seen)) {
      const auto [owner, is_new] = owners.try_emplace(key, i);
      if (!is_new) forest.join(i, owner->second);
    }
  }
  std::map<size_t, Region> by_root;
  for (size_t i = 0; i < count; ++i) {
    Region& region = by_root[forest.root(i)];
    if (i < old_rows.size()) {
      region.old_rows.push_back(i);
    } else {
      region.new_rows.push_back(i - old_rows.size());
    }
  }
  std::vector<Region> regions;
  for (auto& [root, region] : by_root) regions.push_back(std::move(region));
  return regions;
}

LayerCause cause_of(const Region& region, Rows old_rows, Rows new_rows, bool is_plain_host) {
  if (region.old_rows.empty()) {
    return is_reformat(new_rows[region.new_rows.front()]) ? LayerCause::kReformatAdded
                                                          : LayerCause::kFusionChanged;
  }
  if (region.old_rows.size() != region.new_rows.size() ||
      cuts(region.old_rows, old_rows) != cuts(region.new_rows, new_rows)) {
    return LayerCause::kFusionChanged;
  }
  LayerCause cause = LayerCause::kSlowerTactic;
  for (size_t i = 0; i < region.old_rows.size(); ++i) {
    const LayerRow& before = old_rows[region.old_rows[i]];
    const LayerRow& after = new_rows[region.new_rows[i]];
    if (is_on_host(after, is_plain_host) && !is_on_host(before, is_plain_host)) {
      return LayerCause::kMovedToHost;
    }
    if (fell_back(before, after)) return LayerCause::kPrecisionFellBack;
    if (before.tactic != after.tactic) cause = LayerCause::kTacticChanged;
  }
  return cause;
}

}  // namespace nightjar::attribution
