// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/trtexec/request.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>
#include <string_view>

#include "engine/build/choose/effort.h"

namespace nightjar::cli::trtexec {
namespace {

const std::map<char, double> kUnitsMib = {
    {'B', 1.0 / (1024 * 1024)}, {'K', 1.0 / 1024}, {'M', 1}, {'G', 1024}};

/// A million days in any unit that a flag here is in, and more than any memory in MiB.
constexpr double kMost = 1e12;

/// The whole of `text`, not below `least`; NaN and infinity are no numbers.
template <typename T>
bool read_whole(std::string_view text, T least, T& number) {
  const char* const end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, number);
  if (failure != std::errc() || stop != end) return false;
  return number >= least && static_cast<double>(number) <= kMost;
}

/// Reads flags one by one; what they are read into keeps its value where a flag is absent.
class FlagReader {
 public:
  explicit FlagReader(const Flags& flags) : flags_(flags) {}

  bool has(const std::string& name) const { return flags_.contains(name); }

  void read(const std::string& name, std::string& text) const {
    if (const auto found = flags_.find(name); found != flags_.end()) text = found->second;
  }

  template <typename T>
  Status read_number(const std::string& name, T least, T& number) const {
    const auto found = flags_.find(name);
    if (found == flags_.end()) return {};
    if (read_whole(found->second, least, number)) return {};
    return invalid_input("--" + name + "=" + found->second + " is not understood as a number of " +
                         std::to_string(least) + " or more");
  }

  void read_shapes(const std::string& name, std::vector<std::string>& words) const {
    if (const auto found = flags_.find(name); found != flags_.end()) words = {found->second};
  }

 private:
  const Flags& flags_;
};

/// Nothing at all is a limit for trtexec, and none for the builder.
double at_least_a_byte(double mib) { return std::max(mib, kUnitsMib.at('B')); }

/// "workspace:512M,dlaSRAM:…": numbers are MiB unless they end in B, K, M or G.
Status read_pools(const std::string& text, double& workspace_mib) {
  const size_t colon = text.find(':');
  if (text.substr(0, colon) != "workspace" || text.find(',') != std::string::npos ||
      colon == std::string::npos) {
    return unsupported("--memPoolSize=" + text + ": the only pool here is workspace:N");
  }
  std::string amount = text.substr(colon + 1);
  double unit_mib = 1;
  if (!amount.empty() && std::isalpha(static_cast<unsigned char>(amount.back())) != 0) {
    const auto unit = kUnitsMib.find(amount.back());
    if (unit == kUnitsMib.end()) {
      return invalid_input("--memPoolSize=" + text + ": units are B, K, M and G");
    }
    unit_mib = unit->second;
    amount.pop_back();
  }
  if (!read_whole(amount, 0.0, workspace_mib)) {
    return invalid_input("--memPoolSize=" + text + ": write it as workspace:512M");
  }
  workspace_mib = at_least_a_byte(workspace_mib * unit_mib);
  return {};
}

Status read_percentiles(const std::string& text, std::vector<double>& percentiles) {
  percentiles.clear();
  for (size_t first = 0; first <= text.size();) {
    const size_t comma = std::min(text.find(',', first), text.size());
    double value = 0;
    const auto word = std::string_view(text).substr(first, comma - first);
    if (!read_whole(word, 0.0, value) || value > 100) {
      return invalid_input("--percentile=" + text + ": write numbers from 0 to 100 and commas");
    }
    percentiles.push_back(value);
    first = comma + 1;
  }
  return {};
}

Status read_precision(const FlagReader& flags, BuildRequest& build) {
  if (flags.has("best")) {
    build.precision = "best";
    return {};
  }
  const int asked = flags.has("fp16") + flags.has("bf16") + flags.has("int8");
  if (asked > 1) {
    return unsupported(
        "--fp16, --bf16 and --int8 together ask for a search over precisions: say --best, or name "
        "one");
  }
  if (flags.has("fp16")) build.precision = "fp16";
  if (flags.has("bf16")) build.precision = "bf16";
  if (flags.has("int8")) build.precision = "int8";
  return {};
}

Status read_calibration(const FlagReader& flags, BuildRequest& build) {
  flags.read("calib", build.quantize.ranges);
  if (build.quantize.ranges.empty()) return {};
  if (build.precision != "int8" && build.precision != "best") {
    return invalid_input("--calib is for --int8 and --best: name one of them, too");
  }
  build.quantize.activations = "int8";  // such scales are of bytes about zero
  return {};
}

Status read_device(const FlagReader& flags, Request& request) {
  std::string device;
  flags.read("device", device);
  request.has_device = !device.empty();
  if (device.empty() || device == "cpu") return {};
  if (device.find_first_not_of("0123456789") != std::string::npos) {
    return invalid_input("--device=" + device + ": write the number of a GPU, or cpu");
  }
  request.build.device = "cuda:" + device;
  return {};
}

Status read_build(const FlagReader& flags, Request& request) {
  BuildRequest& build = request.build;
  flags.read("onnx", build.model);
  flags.read("loadEngine", request.load_plan);
  flags.read("saveEngine", request.save_plan);
  if (build.model.empty() == request.load_plan.empty()) {
    return invalid_input("name a model with --onnx or a plan with --loadEngine, one of the two");
  }
  NIGHTJAR_TRY(read_precision(flags, build));
  NIGHTJAR_TRY(read_calibration(flags, build));
  NIGHTJAR_TRY(read_device(flags, request));
  flags.read_shapes("shapes", build.shapes);
  flags.read_shapes("minShapes", build.choosing.min_shapes);
  flags.read_shapes("optShapes", build.choosing.opt_shapes);
  flags.read_shapes("maxShapes", build.choosing.max_shapes);
  flags.read("timingCacheFile", build.choosing.timing_cache);
  build.choosing.strip_weights = flags.has("stripWeights") || flags.has("stripAllWeights");
  NIGHTJAR_TRY(flags.read_number("builderOptimizationLevel", 0, build.choosing.level));
  NIGHTJAR_TRY(build::check_level(build.choosing.level));
  NIGHTJAR_TRY(flags.read_number("workspace", 0.0, build.choosing.workspace_mib));
  if (flags.has("workspace")) {
    build.choosing.workspace_mib = at_least_a_byte(build.choosing.workspace_mib);
  }
  std::string pools;
  flags.read("memPoolSize", pools);
  return pools.empty() ? Status() : read_pools(pools, build.choosing.workspace_mib);
}

/// "name:file" and commas; a name with colons or commas stands in single quotes.
Status read_input_files(const std::string& text, std::map<std::string, std::string>& files) {
  const Error unclear = invalid_input("--loadInputs=" + text + ": write it as name:file,name:file");
  std::string_view rest = text;
  while (!rest.empty()) {
    const bool is_quoted = rest.front() == '\'';
    const size_t end = is_quoted ? rest.find("':", 1) : rest.find(':');
    if (end == std::string_view::npos) return unclear;
    const std::string name(rest.substr(is_quoted ? 1 : 0, end - (is_quoted ? 1 : 0)));
    rest.remove_prefix(end + (is_quoted ? 2 : 1));
    const std::string file(rest.substr(0, rest.find(',')));
    rest.remove_prefix(std::min(rest.size(), file.size() + 1));
    const bool is_name = !name.empty() && (is_quoted || name.find(',') == std::string::npos);
    if (!is_name || file.empty() || !files.emplace(name, file).second) return unclear;
  }
  return {};
}

Status read_inference(const FlagReader& flags, Request& request) {
  InferenceSettings& inference = request.inference;
  NIGHTJAR_TRY(flags.read_number("iterations", size_t{0}, inference.iterations));
  NIGHTJAR_TRY(flags.read_number("duration", 0.0, inference.duration_s));
  NIGHTJAR_TRY(flags.read_number("warmUp", 0.0, inference.warm_up_ms));
  NIGHTJAR_TRY(flags.read_number("avgRuns", size_t{1}, inference.average_runs));
  NIGHTJAR_TRY(flags.read_number("streams", size_t{1}, inference.streams));
  NIGHTJAR_TRY(flags.read_number("infStreams", size_t{1}, inference.streams));
  inference.transfers = !flags.has("noDataTransfers");
  std::string files;
  flags.read("loadInputs", files);
  NIGHTJAR_TRY(read_input_files(files, request.input_files));
  std::string percentiles;
  flags.read("percentile", percentiles);
  return percentiles.empty() ? Status() : read_percentiles(percentiles, request.percentiles);
}

Status read_reporting(const FlagReader& flags, Request& request) {
  flags.read("exportTimes", request.export_times);
  flags.read("exportProfile", request.export_profile);
  flags.read("exportLayerInfo", request.export_layers);
  request.dump_profile = flags.has("dumpProfile");
  request.dump_layers = flags.has("dumpLayerInfo");
  request.skips_inference = flags.has("skipInference") || flags.has("buildOnly");
  request.verbose = flags.has("verbose");
  std::string verbosity = "layer_names_only";
  flags.read("profilingVerbosity", verbosity);
  request.names_only = verbosity != "detailed";
  for (const char* known : {"layer_names_only", "detailed", "none", "default", "verbose"}) {
    if (verbosity == known) return {};
  }
  return invalid_input("--profilingVerbosity=" + verbosity +
                       ": write layer_names_only, detailed or none");
}

}  // namespace

Result<Request> request_of(const Flags& flags) {
  Request request;
  const FlagReader reader(flags);
  NIGHTJAR_TRY(read_build(reader, request));
  NIGHTJAR_TRY(read_inference(reader, request));
  NIGHTJAR_TRY(read_reporting(reader, request));
  return request;
}

}  // namespace nightjar::cli::trtexec
