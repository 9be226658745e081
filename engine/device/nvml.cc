// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/device/nvml.h"

#include <fmt/format.h>

#include <utility>

#include "engine/device/shared_library.h"

namespace nightjar::device {
namespace {

constexpr unsigned kSmClock = 1, kMemoryClock = 2, kCoreSensor = 0;

struct ThrottleWord {
  uint64_t bit;
  const char* word;
};
constexpr ThrottleWord kThrottleWords[] = {
    {0x02, "applications_clocks"},  {0x04, "power_cap"},       {0x08, "hardware_slowdown"},
    {0x10, "sync_boost"},           {0x20, "thermal"},         {0x40, "hardware_thermal"},
    {0x80, "hardware_power_brake"}, {0x100, "display_clocks"},
};

}  // namespace

Result<NvmlFunctions> open_nvml() {
  NIGHTJAR_ASSIGN(const SharedLibrary library,
                  SharedLibrary::open({"libnvidia-ml.so.1", "libnvidia-ml.so"}));
  NvmlFunctions nvml;
  NIGHTJAR_TRY(library.find("nvmlInit_v2", nvml.init));
  NIGHTJAR_TRY(library.find("nvmlShutdown", nvml.shutdown));
  NIGHTJAR_TRY(library.find("nvmlSystemGetDriverVersion", nvml.driver_version));
  NIGHTJAR_TRY(library.find("nvmlDeviceGetHandleByPciBusId_v2", nvml.handle_by_pci));
  NIGHTJAR_TRY(library.find("nvmlDeviceGetClockInfo", nvml.clock_mhz));
  NIGHTJAR_TRY(library.find("nvmlDeviceGetPowerUsage", nvml.power_mw));
  NIGHTJAR_TRY(library.find("nvmlDeviceGetEnforcedPowerLimit", nvml.power_limit_mw));
  NIGHTJAR_TRY(library.find("nvmlDeviceGetTemperature", nvml.temperature_c));
  NIGHTJAR_TRY(library.find("nvmlDeviceGetCurrentClocksThrottleReasons", nvml.throttle_reasons));
  NIGHTJAR_TRY(library.find("nvmlDeviceGetMigMode", nvml.mig_mode));
  return nvml;
}

std::vector<std::string> throttle_words(uint64_t bits) {
  std::vector<std::string> words;
  for (const ThrottleWord& entry : kThrottleWords) {
    if ((bits & entry.bit) != 0) words.emplace_back(entry.word);
  }
  return words;
}

Result<GpuMonitor> GpuMonitor::open(const NvmlFunctions& functions, const std::string& pci_bus_id) {
  if (const int code = functions.init(); code != 0) {
    return io_error(fmt::format("NVML does not start (code {}); is the driver loaded?", code));
  }
  // The deleter ends the session; the pointer itself only has to be non-null.
  static int kSession = 0;
  GpuMonitor monitor(
      functions, std::shared_ptr<void>(&kSession, [functions](void*) { functions.shutdown(); }));
  if (const int code = functions.handle_by_pci(pci_bus_id.c_str(), &monitor.handle_); code != 0) {
    return not_found(fmt::format("NVML knows no GPU at {} (code {}).", pci_bus_id, code));
  }
  return monitor;
}

GpuState GpuMonitor::read() const {
  GpuState state;
  unsigned value = 0, pending = 0;
  if (functions_.clock_mhz(handle_, kSmClock, &value) == 0) state.sm_clock_mhz = value;
  if (functions_.clock_mhz(handle_, kMemoryClock, &value) == 0) state.memory_clock_mhz = value;
  if (functions_.power_mw(handle_, &value) == 0) state.power_w = value * 1e-3;
  if (functions_.power_limit_mw(handle_, &value) == 0) state.power_limit_w = value * 1e-3;
  if (functions_.temperature_c(handle_, kCoreSensor, &value) == 0) state.temperature_c = value;
  unsigned long long reasons = 0;
  if (functions_.throttle_reasons(handle_, &reasons) == 0) {
    state.throttle_reasons = throttle_words(reasons);
  }
  if (functions_.mig_mode(handle_, &value, &pending) == 0) state.is_mig_enabled = value == 1;
  return state;
}

std::string GpuMonitor::driver_version() const {
  char text[96] = {};
  return functions_.driver_version(text, sizeof text) == 0 ? text : "";
}

}  // namespace nightjar::device
