// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Steps that rules of many parts are put together from: each adds one and says where its answer is.
#pragma once

#include <string>
#include <vector>

#include "engine/lower/lowering.h"
#include "kernels/reduce/reduce.h"

namespace nightjar::lower::rules {

Argument temporary(Lowering& lowering, tensor::DataType type, tensor::Shape shape);
/// Output `index`, or a temporary like it where the output is not wanted.
Argument output_or_temporary(Lowering& lowering, size_t index, tensor::DataType type,
                             const tensor::Shape& shape);

/// The pointwise expression `text` over `inputs`, which broadcast to `shape`.
Argument computed(Lowering& lowering, const std::string& text, const std::vector<Argument>& inputs,
                  tensor::DataType type, tensor::Shape shape);
/// The same elements as another type; the argument itself where it has that type.
Argument converted(Lowering& lowering, const Argument& from, tensor::DataType type);

void add_transpose(Lowering& lowering, const Argument& from, std::vector<int64_t> permutation,
                   const Argument& to);
/// No step is added where the elements keep their order in memory.
Argument transposed(Lowering& lowering, const Argument& from,
                    const std::vector<int64_t>& permutation);
void add_slice(Lowering& lowering, const Argument& from, size_t axis, const tensor::Dim& start,
               const Argument& to);
/// `count` elements from `start` along one axis, every `step`th.
Argument sliced(Lowering& lowering, const Argument& from, size_t axis, const tensor::Dim& start,
                const tensor::Dim& count, int64_t step = 1);
void add_concat(Lowering& lowering, size_t axis, const std::vector<Argument>& parts,
                const Argument& to);
/// `from` at the front or back of `to`, which is longer along `axis`; `fill` elsewhere.
void add_pad(Lowering& lowering, const Argument& from, size_t axis, const tensor::Dim& before,
             double fill, const Argument& to);
void add_reduction(Lowering& lowering, kernels::ReduceKind kind, std::vector<int64_t> axes,
                   const Argument& from, const Argument& to);
/// The reduced axes keep an extent of 1.
Argument reduced(Lowering& lowering, kernels::ReduceKind kind, const std::vector<int64_t>& axes,
                 const Argument& from);

/// 0, 1, … `count` - 1 as int64, on an axis that is followed by `axes_behind` more.
Argument counted(Lowering& lowering, const tensor::Dim& count, size_t axes_behind = 0);
/// Extents as a vector of int64.
Argument extents(Lowering& lowering, const tensor::Shape& values);

/// The same extents with one of them replaced.
tensor::Shape with_extent(tensor::Shape shape, size_t axis, const tensor::Dim& extent);
/// float32 for narrower floats, else the type itself: what sums are kept in between steps.
tensor::DataType wide_type(tensor::DataType type);

}  // namespace nightjar::lower::rules
