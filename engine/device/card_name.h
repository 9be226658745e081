// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What the name of an NVIDIA device says.
#pragma once

#include <string>

namespace nightjar::device {

/// "7g.80gb" out of "NVIDIA H100 80GB HBM3 MIG 7g.80gb"; empty for a whole card.
std::string mig_profile_of(const std::string& device_name);
/// The name without its slice.
std::string whole_card_name(const std::string& device_name);

}  // namespace nightjar::device
