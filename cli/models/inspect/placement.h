// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Where an op of a network runs, and why there.
#pragma once

#include <cstdint>
#include <string>

#include "engine/network/network.h"

namespace nightjar::cli {

enum class Place : uint8_t {
  kCompiled,      ///< Kernels that are chosen and verified ahead.
  kNothing,       ///< Its output is its input, or known beforehand.
  kWhileRunning,  ///< Lowered when the values it depends on are there.
  kHost,          ///< A host function: values decide its extents, or it handles strings.
  kSequence,      ///< Sequences and optionals are moved, not computed.
  kBodies,        ///< Runs its bodies op by op.
  kNowhere,       ///< Not supported.
};

/// "compiled", "nothing", "while running", "host", "sequence", "bodies", "not supported".
const char* to_string(Place place);

struct Placement {
  Place place = Place::kCompiled;
  std::string detail;  ///< Kernel families of a compiled op, else the reason.
};

Placement placement_of(const network::Network& network, const network::Op& op);

/// "Conv", "nightjar::FusedConv".
std::string operator_name(const network::Op& op);

}  // namespace nightjar::cli
