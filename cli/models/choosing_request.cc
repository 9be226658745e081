// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/choosing_request.h"

#include <charconv>
#include <cmath>

#include "engine/build/choose/effort.h"

namespace nightjar::cli {
namespace {

constexpr double kMostWorkspaceMib = 1LL << 40;

Result<tensor::Dims> parse_dims(const std::string& word, const std::string& text) {
  tensor::Dims dims;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    int64_t extent = 0;
    const auto [next, failure] = std::from_chars(at, end, extent);
    const bool ok = failure == std::errc() && extent >= 0 && (next == end || *next == 'x');
    if (!ok) return invalid_input("shape '" + word + "': write it as name:1x3x224x224");
    dims.push_back(extent);
    at = next == end ? end : next + 1;
  }
  return dims;
}

Status parse_word(const std::string& word, std::map<std::string, tensor::Dims>& shapes) {
  const size_t colon = word.rfind(':');
  if (colon == std::string::npos) {
    return invalid_input("shape '" + word + "': write it as name:1x3x224x224");
  }
  NIGHTJAR_ASSIGN(shapes[word.substr(0, colon)], parse_dims(word, word.substr(colon + 1)));
  return {};
}

}  // namespace

void add_choosing_options(Command& command, ChoosingRequest& request) {
  command
      .option("--level,--builderOptimizationLevel", request.level,
              "How much to spend on choosing: 0 takes the first tactic that is right, 5 times most")
      .between(0, build::kMaxLevel)
      .show_default();
  command.option("--forbid-sources", request.forbidden_sources, "Sources tactics may not come from")
      .split_at(',');
  command
      .option("--workspace-limit", request.workspace_mib,
              "MiB of scratch memory a tactic may want; 0: any")
      .not_negative();
  command.option("--timing-cache,--timingCacheFile", request.timing_cache,
                 "Take timings known from this file, and add new ones to it");
  command.option("--min-shapes,--minShapes", request.min_shapes,
                 "Least input shapes the plan has to run, name:1x3x224x224");
  command.option("--opt-shapes,--optShapes", request.opt_shapes, "Shapes it is tuned for");
  command.option("--max-shapes,--maxShapes", request.max_shapes, "Most it has to run");
  command.flag("--embed-network", request.embed_network,
               "Keep the network in the plan, so that `build PLAN` can build it again elsewhere");
  command.flag("--strip-weights,--stripWeights", request.strip_weights,
               "Leave the weights out; `refit` puts them in again");
}

Result<std::map<std::string, tensor::Dims>> parse_shapes(const std::vector<std::string>& words) {
  std::map<std::string, tensor::Dims> shapes;
  for (const std::string& several : words) {
    size_t first = 0;
    while (first <= several.size()) {
      const size_t comma = std::min(several.find(',', first), several.size());
      NIGHTJAR_TRY(parse_word(several.substr(first, comma - first), shapes));
      first = comma + 1;
    }
  }
  return shapes;
}

Result<std::vector<plan::Profile>> profiles_of(const ChoosingRequest& request) {
  NIGHTJAR_ASSIGN(const auto least, parse_shapes(request.min_shapes));
  NIGHTJAR_ASSIGN(const auto expected, parse_shapes(request.opt_shapes));
  NIGHTJAR_ASSIGN(const auto most, parse_shapes(request.max_shapes));
  plan::Profile profile;
  for (const auto* shapes : {&least, &most, &expected}) {
    for (const auto& [name, dims] : *shapes) profile.inputs[name] = {dims, dims, dims};
  }
  for (auto& [name, range] : profile.inputs) {
    if (const auto found = least.find(name); found != least.end()) range.min = found->second;
    if (const auto found = most.find(name); found != most.end()) range.max = found->second;
  }
  if (profile.inputs.empty()) return std::vector<plan::Profile>();
  return std::vector<plan::Profile>{profile};
}

Status apply(const ChoosingRequest& request, build::BuildOptions& options) {
  options.level = request.level;
  options.forbidden_sources = request.forbidden_sources;
  if (!(request.workspace_mib >= 0 && request.workspace_mib <= kMostWorkspaceMib)) {
    return invalid_input(
        "the workspace limit is no number of MiB a machine could have: write it as 512");
  }
  options.max_workspace_bytes =
      static_cast<uint64_t>(std::llround(request.workspace_mib * 1024 * 1024));
  options.embed_network = request.embed_network;
  options.strip_weights = request.strip_weights;
  NIGHTJAR_ASSIGN(options.profiles, profiles_of(request));
  return {};
}

}  // namespace nightjar::cli
