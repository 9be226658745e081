// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/device/clock_state.h"

#include <sched.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

#ifdef NIGHTJAR_HAS_CUDA
#include "engine/device/cuda_device.h"
#include "engine/device/nvml.h"
#endif

namespace nightjar::device {
namespace {

/// What stands behind the colon of a line that starts with `key`; nullptr of any other line.
const char* value_of(const std::string& line, const char* key) {
  const size_t colon = line.find(':');
  return colon != std::string::npos && line.rfind(key, 0) == 0 ? line.c_str() + colon + 1 : nullptr;
}

bool is_allowed_here(int core) {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  return sched_getaffinity(0, sizeof allowed, &allowed) != 0 || CPU_ISSET(core, &allowed);
}

double gpu_clock_mhz(const Device& device) {
#ifdef NIGHTJAR_HAS_CUDA
  const auto functions = open_nvml();
  if (!functions.ok()) return 0;
  const auto monitor = GpuMonitor::open(*functions, pci_bus_id(device));
  return monitor.ok() ? monitor->read().sm_clock_mhz : 0;
#else
  return static_cast<void>(device), 0;
#endif
}

}  // namespace

double clock_mhz_in(const std::string& cpuinfo, const std::function<bool(int core)>& is_allowed) {
  std::istringstream lines(cpuinfo);
  std::string line;
  int core = -1;
  double sum = 0;
  int count = 0;
  while (std::getline(lines, line)) {
    if (const char* number = value_of(line, "processor")) core = std::atoi(number);
    const char* clock = value_of(line, "cpu MHz");
    if (clock == nullptr || core < 0 || !is_allowed(core)) continue;
    sum += std::strtod(clock, nullptr);
    ++count;
  }
  return count == 0 ? 0 : sum / count;
}

double clock_mhz_now(const Device& device) {
  if (device.info().kind != DeviceKind::kCpu) return gpu_clock_mhz(device);
  std::ifstream file("/proc/cpuinfo");
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return clock_mhz_in(text, is_allowed_here);
}

}  // namespace nightjar::device
