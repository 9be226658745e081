// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Folds over runs of elements: along one, or across many side by side.
#pragma once

#include <cstdint>

#include "kernels/reduce/fold.h"

namespace nightjar::kernels::reduce {

/// Folds `count` neighbours into `sum`.
template <typename C>
Accumulator<C> fold_along(Fold fold, const C* x, int64_t count, Accumulator<C> sum,
                          Accumulator<C> shift);

/// Folds x[i] into sums[i]; `shifts` is read by kExp only.
template <typename C>
void fold_across(Fold fold, const C* x, int64_t count, Accumulator<C>* sums,
                 const Accumulator<C>* shifts);

}  // namespace nightjar::kernels::reduce
