// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/late/pieces.h"

#include <cstring>

namespace nightjar::late {
namespace {

using tensor::Dims;
using tensor::HostTensor;

int64_t product(const Dims& dims, size_t first, size_t last) {
  int64_t count = 1;
  for (size_t axis = first; axis < last; ++axis) count *= dims[axis];
  return count;
}

/// Copies `count` elements; whole bytes where elements are, one by one where they share bytes.
void copy_elements(const HostTensor& from, int64_t from_index, HostTensor& to, int64_t to_index,
                   int64_t count) {
  if (from.type() == tensor::DataType::kString) {
    for (int64_t i = 0; i < count; ++i) {
      to.strings()[static_cast<size_t>(to_index + i)] =
          from.strings()[static_cast<size_t>(from_index + i)];
    }
    return;
  }
  const int bits = tensor::bits_of(from.type());
  if (bits < 8) {
    for (int64_t i = 0; i < count; ++i) to.set_value(to_index + i, from.value_at(from_index + i));
    return;
  }
  const auto width = static_cast<size_t>(bits) / 8;
  if (count == 0) return;
  std::memcpy(to.bytes() + static_cast<size_t>(to_index) * width,
              from.bytes() + static_cast<size_t>(from_index) * width,
              static_cast<size_t>(count) * width);
}

}  // namespace

HostTensor cut(const HostTensor& whole, size_t axis, int64_t begin, int64_t count) {
  const Dims& from = whole.dims();
  Dims dims = from;
  dims[axis] = count;
  HostTensor piece(whole.type(), dims);
  const int64_t outer = product(from, 0, axis), inner = product(from, axis + 1, from.size());
  for (int64_t i = 0; i < outer; ++i) {
    copy_elements(whole, (i * from[axis] + begin) * inner, piece, i * count * inner, count * inner);
  }
  return piece;
}

Result<HostTensor> join(std::span<const HostTensor> pieces, size_t axis) {
  const HostTensor& first = pieces.front();
  Dims dims = first.dims();
  if (axis >= dims.size()) return invalid_input("scalars cannot be joined along an axis");
  dims[axis] = 0;
  for (const HostTensor& piece : pieces) {
    Dims expected = first.dims();
    const bool has_rank = piece.dims().size() == dims.size();
    if (has_rank) expected[axis] = piece.dims()[axis];
    if (!has_rank || piece.dims() != expected || piece.type() != first.type()) {
      return invalid_input("a piece of " + tensor::to_string(piece.dims()) + " does not fit " +
                           tensor::to_string(first.dims()));
    }
    dims[axis] += piece.dims()[axis];
  }
  NIGHTJAR_TRY(tensor::checked_element_count(dims));
  HostTensor whole(first.type(), dims);
  const int64_t outer = product(dims, 0, axis), inner = product(dims, axis + 1, dims.size());
  int64_t begin = 0;
  for (const HostTensor& piece : pieces) {
    const int64_t run = piece.dims()[axis] * inner;
    for (int64_t i = 0; i < outer; ++i) {
      copy_elements(piece, i * run, whole, (i * dims[axis] + begin) * inner, run);
    }
    begin += piece.dims()[axis];
  }
  return whole;
}

Result<HostTensor> stack(std::span<const HostTensor> pieces, size_t axis) {
  std::vector<HostTensor> thick;
  for (const HostTensor& piece : pieces) {
    Dims dims = piece.dims();
    if (axis > dims.size()) return invalid_input("pieces have no axis to stack along");
    dims.insert(dims.begin() + static_cast<std::ptrdiff_t>(axis), 1);
    thick.push_back(piece.reshaped(std::move(dims)));
  }
  return join(thick, axis);
}

HostTensor without_axis(const HostTensor& tensor, size_t axis) {
  Dims dims = tensor.dims();
  dims.erase(dims.begin() + static_cast<std::ptrdiff_t>(axis));
  return tensor.reshaped(std::move(dims));
}

}  // namespace nightjar::late
