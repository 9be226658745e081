// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/quantize/blame.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/build/feasible.h"
#include "engine/quantize/distance.h"

namespace nightjar::quantize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using reference::TensorsByName;
using tensor::HostTensor;

class Inquiry {
 public:
  Inquiry(const Network& network, const TensorsByName& inputs, const BuildLow& build_low,
          device::Device& device, const BlameOptions& options)
      : network_(network),
        inputs_(inputs),
        build_low_(build_low),
        device_(device),
        options_(options) {
    for (const OpId id : network.topological_order()) {
      const Op& op = network.op(id);
      const bool is_float =
          network.tensor(op.outputs.front()).desc.type == tensor::DataType::kFloat32;
      if (build::is_heavy(op) && is_float) heavy_.push_back(id);
    }
  }

  Result<Blame> run() {
    NIGHTJAR_ASSIGN(expected_, walk(heavy_, true));
    Blame blame;
    NIGHTJAR_ASSIGN(blame.whole, error_of_whole({}));
    for (size_t first = 0; first < heavy_.size();) {
      NIGHTJAR_ASSIGN(first, compare_group(first, blame.layers));
    }
    const auto bad = std::find_if(blame.layers.begin(), blame.layers.end(), [&](const auto& layer) {
      return !(layer.error < options_.bad_error);
    });
    if (bad != blame.layers.end()) {
      blame.first_bad = static_cast<size_t>(bad - blame.layers.begin());
    }
    NIGHTJAR_ASSIGN(blame.ranking, rank());
    return blame;
  }

 private:
  const Op& op(size_t place) const { return network_.op(heavy_[place]); }

  /// The reference's outputs; notes how large the values of heavy ops are, or keeps those asked
  /// for in `kept_`.
  Result<TensorsByName> walk(const std::vector<OpId>& wanted, bool only_sizes) {
    std::map<std::string, OpId> names;
    for (const OpId id : wanted) names[network_.op(id).name] = id;
    kept_.clear();
    return reference::run(network_, inputs_,
                          [&](const Op& done, const std::vector<HostTensor>& outputs) {
                            const auto found = names.find(done.name);
                            if (found == names.end() || outputs.empty()) return;
                            bytes_[found->second] = outputs.front().byte_count();
                            if (!only_sizes) kept_[found->second] = outputs.front();
                          });
  }

  /// As many layers from `first` on as fit; returns the one behind them.
  Result<size_t> compare_group(size_t first, std::vector<LayerError>& layers) {
    uint64_t bytes = 0;
    std::vector<OpId> group;
    for (size_t i = first; i < heavy_.size(); ++i) {
      bytes += bytes_[heavy_[i]];
      if (!group.empty() && bytes > options_.most_bytes) break;
      group.push_back(heavy_[i]);
    }
    NIGHTJAR_ASSIGN(const auto unused, walk(group, false));
    Network tapped = network_;
    std::vector<std::string> taps;
    for (const OpId id : group) {
      taps.push_back(tapped.unique_name(network_.op(id).name + ".tap"));
      tapped.add_output(network_.op(id).outputs.front(), taps.back());
    }
    NIGHTJAR_ASSIGN(const auto outcome, build_low_(tapped, {}));
    NIGHTJAR_ASSIGN(const auto found, run_plan(outcome, inputs_, device_));
    for (size_t i = 0; i < group.size(); ++i) {
      const Op& layer = network_.op(group[i]);
      const Distance far = distance(kept_[group[i]], found.at(taps[i]));
      layers.push_back({layer.name, layer.type, far.error, far.cosine});
    }
    return first + group.size();
  }

  Result<LayerError> error_of_whole(const std::set<std::string>& kept) {
    NIGHTJAR_ASSIGN(const auto outcome, build_low_(network_, kept));
    NIGHTJAR_ASSIGN(const auto found, run_plan(outcome, inputs_, device_));
    LayerError worst;
    for (const auto& [name, expected] : expected_) {
      const Distance far = distance(expected, found.at(name));
      if (worst.node.empty() || !(far.error <= worst.error)) {
        worst = {name, "", far.error, far.cosine};
      }
    }
    return worst;
  }

  Result<std::vector<LayerError>> rank() {
    std::vector<LayerError> ranking;
    for (size_t i = 0; i < std::min(heavy_.size(), options_.most_ranked); ++i) {
      std::set<std::string> others;
      for (size_t j = 0; j < heavy_.size(); ++j) {
        if (j != i) others.insert(op(j).name);
      }
      NIGHTJAR_ASSIGN(const LayerError alone, error_of_whole(others));
      ranking.push_back({op(i).name, op(i).type, alone.error, alone.cosine});
    }
    std::stable_sort(ranking.begin(), ranking.end(),
                     [](const auto& a, const auto& b) { return a.error > b.error; });
    return ranking;
  }

  const Network& network_;
  const TensorsByName& inputs_;
  const BuildLow& build_low_;
  device::Device& device_;
  const BlameOptions& options_;
  std::vector<OpId> heavy_;
  TensorsByName expected_;
  std::map<OpId, HostTensor> kept_;
  std::map<OpId, size_t> bytes_;
};

}  // namespace

Result<Blame> blame(const Network& network, const TensorsByName& inputs, const BuildLow& build_low,
                    device::Device& device, const BlameOptions& options) {
  return Inquiry(network, inputs, build_low, device, options).run();
}

}  // namespace nightjar::quantize
