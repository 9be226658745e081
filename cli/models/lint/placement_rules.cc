// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Rules about where ops run.
#include <fmt/format.h>

#include <map>

#include "cli/models/inspect/placement.h"
#include "cli/models/lint/finding.h"

namespace nightjar::cli {

using network::Network;
using network::Op;
using network::OpId;

void find_unsupported(const Network& network, Findings& findings) {
  for (const OpId id : network.topological_order()) {
    const Op& op = network.op(id);
    for (const auto& [name, body] : op.graphs) find_unsupported(*body, findings);
    const Placement placement = placement_of(network, op);
    if (placement.place != Place::kNowhere) continue;
    findings.push_back({Concern::kUnsupported, "unsupported", op.name, placement.detail,
                        "export the node in other operators, or report the model"});
  }
}

void find_run_time_shapes(const Network& network, Findings& findings) {
  struct Group {
    std::string first, reason;
    size_t count = 0;
  };
  std::map<Place, Group> groups;
  for (const OpId id : network.topological_order()) {
    const Placement placement = placement_of(network, network.op(id));
    const bool is_late = placement.place == Place::kWhileRunning || placement.place == Place::kHost;
    if (!is_late) continue;
    Group& group = groups[placement.place];
    if (group.count++ == 0) group = {network.op(id).name, placement.detail, 1};
  }
  for (const auto& [place, group] : groups) {
    findings.push_back(
        {Concern::kSlow, "run-time-shapes", group.first,
         fmt::format("{} nodes run {}, not compiled ahead; the first because {}", group.count,
                     place == Place::kHost ? "on the host" : "one by one", group.reason),
         "export with constant axes, sizes and shapes where they never change"});
  }
}

void find_bodies(const Network& network, Findings& findings) {
  for (const OpId id : network.topological_order()) {
    const Op& op = network.op(id);
    if (op.type != "Loop" && op.type != "Scan") continue;
    findings.push_back({Concern::kSlow, "loop", op.name,
                        fmt::format("{} runs its body anew in every round", op.type),
                        "unroll it when the number of rounds is fixed; an LSTM or GRU written "
                        "as a loop is faster as that operator"});
  }
}

}  // namespace nightjar::cli
