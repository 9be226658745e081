// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What the driver says about a GPU's state: clocks, power, temperature, why it is slowed down.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace nightjar::device {

/// The functions of the driver's management library that are used, under its own calling rules:
/// 0 is success. Opened at run time; tests give their own.
struct NvmlFunctions {
  using Handle = void*;
  int (*init)() = nullptr;
  int (*shutdown)() = nullptr;
  int (*driver_version)(char* text, unsigned length) = nullptr;
  int (*handle_by_pci)(const char* pci_bus_id, Handle* handle) = nullptr;
  int (*clock_mhz)(Handle handle, unsigned domain, unsigned* mhz) = nullptr;
  int (*power_mw)(Handle handle, unsigned* milliwatts) = nullptr;
  int (*power_limit_mw)(Handle handle, unsigned* milliwatts) = nullptr;
  int (*temperature_c)(Handle handle, unsigned sensor, unsigned* celsius) = nullptr;
  int (*throttle_reasons)(Handle handle, unsigned long long* bits) = nullptr;
  int (*mig_mode)(Handle handle, unsigned* current, unsigned* pending) = nullptr;
};

/// Opens the library that comes with the driver.
Result<NvmlFunctions> open_nvml();

struct GpuState {
  uint32_t sm_clock_mhz = 0, memory_clock_mhz = 0;
  double power_w = 0, power_limit_w = 0;
  double temperature_c = 0;
  /// "power_cap", "thermal", "hardware_slowdown", …; idling is no reason.
  std::vector<std::string> throttle_reasons;
  bool is_mig_enabled = false;
};

/// One GPU, watched. Reads only: no setting of a card is ever changed.
class GpuMonitor {
 public:
  /// `pci_bus_id` as CUDA prints it: "0000:41:00.0".
  static Result<GpuMonitor> open(const NvmlFunctions& functions, const std::string& pci_bus_id);

  /// What a card does not tell stays 0.
  GpuState read() const;
  std::string driver_version() const;

 private:
  GpuMonitor(const NvmlFunctions& functions, std::shared_ptr<void> session)
      : functions_(functions), session_(std::move(session)) {}

  NvmlFunctions functions_;
  std::shared_ptr<void> session_;
  NvmlFunctions::Handle handle_ = nullptr;
};

/// The words for the bits of the driver's throttle reasons.
std::vector<std::string> throttle_words(uint64_t bits);

}  // namespace nightjar::device
