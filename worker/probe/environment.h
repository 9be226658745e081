// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Where and with what a result is taken.
#pragma once

#include <vector>

#include "engine/device/device.h"
#include "results/record/record.h"

namespace nightjar::probe {

/// Everything but the fault. `cores` are those measured on; empty for all.
record::Environment probe_environment(const device::DeviceInfo& device,
                                      const std::vector<int>& cores);

/// The clock of `cores` right now, in MHz; 0 where the system does not tell.
double current_clock_mhz(const std::vector<int>& cores);

/// Sets the peak that peak_memory_bytes() reports back to what is used now.
void reset_peak_memory();
/// Most memory this process has had resident since it began or since the reset.
int64_t peak_memory_bytes();

}  // namespace nightjar::probe
