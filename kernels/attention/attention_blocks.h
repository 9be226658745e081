// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// attention.own.blocks.v1: blocks of queries against all keys, on the CPU.
#pragma once

#include "kernels/common/tactic.h"

namespace nightjar::kernels {

const Tactic* attention_blocks_tactic();

}  // namespace nightjar::kernels
