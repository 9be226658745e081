// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Versions of the libraries whose kernels a plan may hold.
#pragma once

#include <map>
#include <string>

namespace nightjar::kernels {

/// "onednn" → "2.6.3" and so on: part of a plan's fingerprint and of every environment record.
std::map<std::string, std::string> library_versions();

}  // namespace nightjar::kernels
