// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The words of a trtexec command line: which are understood, which change nothing here, and why the
// others are refused.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace nightjar::cli::trtexec {

/// Flags by name, without dashes; a switch has an empty value.
using Flags = std::map<std::string, std::string>;

/// Reads "--name=value" and "--name" words. A flag that asks for what there is not is refused with
/// the reason; one that is on by nature here is accepted and left out.
Result<Flags> read_flags(const std::vector<std::string>& words);

}  // namespace nightjar::cli::trtexec
