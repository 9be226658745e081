// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Facts from the texts of /proc and /sys, read by functions that take the text.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace nightjar::probe {

/// The whole file, whatever size it claims to have.
Result<std::string> read_file(const std::string& path);

/// Mean clock of `cores` in MHz from the text of /proc/cpuinfo; 0 where it is not told. No cores:
/// all of them.
double clock_mhz_from(const std::string& cpuinfo, const std::vector<int>& cores);
/// The one-minute figure of /proc/loadavg; -1 for a text that is none.
double load_average_from(const std::string& loadavg);
/// A "VmHWM:   1234 kB" entry of /proc/self/status in bytes; 0 when absent.
int64_t status_bytes_from(const std::string& status, const std::string& key);

}  // namespace nightjar::probe
