// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/device_choice.h"

#include <fmt/format.h>
#include <sched.h>

#include <algorithm>
#include <charconv>
#include <string_view>

namespace nightjar::worker {
namespace {

constexpr int kMostCores = CPU_SETSIZE;
constexpr char kForms[] = "write cpu, cpu:K, cpu:K/N, cuda:N or cuda:MIG-…";
constexpr std::string_view kCuda = "cuda:";

/// A whole non-negative number below kMostCores, or -1.
int number_from(std::string_view text) {
  int value = -1;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  const bool whole = error == std::errc() && stop == end && !text.empty();
  return whole && value >= 0 && value < kMostCores ? value : -1;
}

Status add_range(std::string_view item, const std::string& text, std::vector<int>& cores) {
  const size_t dash = item.find('-');
  const int first = number_from(item.substr(0, dash));
  const int last = dash == std::string_view::npos ? first : number_from(item.substr(dash + 1));
  if (first < 0 || last < first) {
    return invalid_input(
        fmt::format("core list '{}': '{}' is neither a core nor a range such as 0-3", text, item));
  }
  for (int core = first; core <= last; ++core) cores.push_back(core);
  return {};
}

/// The `part`-th of `parts` runs of equal length; cores left over belong to nobody, so that all
/// parts are of one device class.
Result<std::vector<int>> part_of(const std::string& name, std::string_view spec,
                                 const std::vector<int>& allowed) {
  const size_t slash = spec.find('/');
  const int part = number_from(spec.substr(0, slash));
  const int parts = number_from(spec.substr(slash + 1));
  if (part < 0 || parts < 1 || part >= parts) {
    return invalid_input(
        fmt::format("device '{}': the part must be one of 0/N to N-1/N; {}", name, kForms));
  }
  const size_t each = allowed.size() / static_cast<size_t>(parts);
  if (each == 0) {
    return invalid_input(fmt::format("device '{}': {} cores cannot be cut into {} parts", name,
                                     allowed.size(), parts));
  }
  const auto first = allowed.begin() + static_cast<std::ptrdiff_t>(each) * part;
  return std::vector<int>(first, first + static_cast<std::ptrdiff_t>(each));
}

Result<std::vector<int>> cores_of(const std::string& name, const std::string& cores,
                                  const std::vector<int>& allowed) {
  if (!cores.empty()) return parse_cores(cores);
  if (name == "cpu") return allowed;
  const std::string_view spec = std::string_view(name).substr(4);
  if (spec.find('/') != std::string_view::npos) return part_of(name, spec, allowed);
  const int core = number_from(spec);
  if (core < 0) return invalid_input(fmt::format("device '{}' is unknown; {}", name, kForms));
  return std::vector<int>{core};
}

/// Sets what opens a GPU. Whether there is such a one is seen when it is opened.
bool is_gpu(const std::string& name, DeviceChoice& choice) {
  if (!name.starts_with(kCuda)) return false;
  const std::string which = name.substr(kCuda.size());
  if (number_from(which) >= 0) {
    choice.engine_name = name;
    return true;
  }
  const bool is_named = which.starts_with("GPU-") || which.starts_with("MIG-");
  if (!is_named || which.find(',') != std::string::npos) return false;
  choice.engine_name = "cuda:0";
  choice.environment = {"CUDA_VISIBLE_DEVICES=" + which};
  return true;
}

}  // namespace

Result<std::vector<int>> parse_cores(const std::string& text) {
  std::vector<int> cores;
  std::string_view rest = text;
  while (true) {
    const size_t comma = rest.find(',');
    NIGHTJAR_TRY(add_range(rest.substr(0, comma), text, cores));
    if (comma == std::string_view::npos) break;
    rest.remove_prefix(comma + 1);
  }
  std::sort(cores.begin(), cores.end());
  cores.erase(std::unique(cores.begin(), cores.end()), cores.end());
  return cores;
}

std::string cores_text(const std::vector<int>& cores) {
  std::string text;
  for (size_t i = 0; i < cores.size();) {
    size_t last = i;
    while (last + 1 < cores.size() && cores[last + 1] == cores[last] + 1) ++last;
    if (!text.empty()) text += ',';
    text += last == i ? fmt::format("{}", cores[i]) : fmt::format("{}-{}", cores[i], cores[last]);
    i = last + 1;
  }
  return text;
}

std::vector<int> allowed_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  std::vector<int> cores;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return {0};
  for (int core = 0; core < kMostCores; ++core) {
    if (CPU_ISSET(core, &set)) cores.push_back(core);
  }
  return cores;
}

Result<DeviceChoice> choose_device(const std::string& name, const std::string& cores,
                                   const std::vector<int>& allowed) {
  DeviceChoice choice{name, "cpu", {}};
  if (is_gpu(name, choice)) {
    if (!cores.empty()) {
      NIGHTJAR_ASSIGN(choice.cores, parse_cores(cores));
    }
  } else if (name == "cpu" || name.starts_with("cpu:")) {
    NIGHTJAR_ASSIGN(choice.cores, cores_of(name, cores, allowed));
  } else {
    return invalid_input(fmt::format("device '{}' is unknown; {}", name, kForms));
  }
  for (const int core : choice.cores) {
    if (!std::binary_search(allowed.begin(), allowed.end(), core)) {
      return invalid_input(
          fmt::format("device '{}': core {} is not one of {}, on which this "
                      "process may run",
                      name, core, cores_text(allowed)));
    }
  }
  return choice;
}

}  // namespace nightjar::worker
