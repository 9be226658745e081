// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Inputs for a model: from its labelled data where it has any, else from a seed.
#pragma once

#include <cstdint>

#include "engine/engine.h"
#include "scenarios/dataset.h"
#include "scenarios/scenario.h"

namespace nightjar::runners {

/// Extents of every input for `items` items a batch. Symbols on an input's first axis are batch
/// symbols and get `items`, wherever they stand; other symbols get the scenario's batch, as the
/// builder assumes; the scenario's shapes override, but for batch symbols.
Result<runtime::DimsByName> input_dims(const network::Network& network,
                                       const scenarios::Scenario& scenario, int64_t items);

/// Refuses a batch that a model of fixed extents does not have. A batch of 1 always means the
/// model's own.
Status check_batch(const network::Network& network, int64_t batch);

/// Whether the model takes batches of any size.
bool has_batch_symbol(const network::Network& network);

/// Seeded values of unit variance and mean 0 for floats. Integers lie between 0 and the extent of
/// the table they index, followed through casts and reshapes; 0 to 1 where they index nothing.
Result<runtime::TensorsByName> seeded_inputs(const network::Network& network,
                                             const runtime::DimsByName& dims, uint64_t seed);

/// Items `first` to `first + items` of the labelled data, wrapped around at its end, in the type
/// the model wants. The model must have one input, of the data's extents behind the batch.
Result<runtime::TensorsByName> labelled_inputs(const network::Network& network,
                                               const scenarios::LabelledData& data, int64_t first,
                                               int64_t items);

}  // namespace nightjar::runners
