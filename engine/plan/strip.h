// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A plan without its weights, for shipping beside a model that has them.
#pragma once

#include "engine/plan/plan.h"

namespace nightjar::plan {

/// The same plan without weights, packed blobs and the network inside, its parts likewise.
/// Constants of late ops stay in the script. It cannot run until it is refitted.
Plan strip_weights(Plan plan);

}  // namespace nightjar::plan
