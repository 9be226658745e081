// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Steps of two plans that compute the same ONNX nodes, however each plan cuts them into steps.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "results/record/record.h"

namespace nightjar::attribution {

/// Indices of rows on either side that belong together; one side may have none.
struct Region {
  std::vector<size_t> old_rows, new_rows;
};

/// Every row is in exactly one region. Steps that only change layout or type belong to no node,
/// and go with the one of their own name.
std::vector<Region> find_regions(std::span<const record::LayerRow> old_rows,
                                 std::span<const record::LayerRow> new_rows);

/// Whether the step only changes layout or type.
bool is_reformat(const record::LayerRow& row);

/// What became of a region, from what its steps are and not from how long they take.
/// `is_plain_host` says that plain answers come from the host.
record::LayerCause cause_of(const Region& region, std::span<const record::LayerRow> old_rows,
                            std::span<const record::LayerRow> new_rows, bool is_plain_host);

}  // namespace nightjar::attribution
