// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How fast a device is clocked at this moment.
#pragma once

#include <functional>
#include <string>

#include "engine/device/device.h"

namespace nightjar::device {

/// Mean over the cores this process may use, or a GPU's SM clock; 0 where nobody tells.
double clock_mhz_now(const Device& device);

/// The mean of "cpu MHz" over `is_allowed(core)`; 0 when the text says nothing.
double clock_mhz_in(const std::string& cpuinfo, const std::function<bool(int core)>& is_allowed);

}  // namespace nightjar::device
