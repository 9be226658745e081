// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/host/slices.h"

#include <cstring>

namespace nightjar::kernels {
namespace {

using tensor::HostTensor;

HostTensor pick_strings(const HostTensor& from, const AxisView& view, tensor::Dims dims,
                        std::span<const int64_t> picks) {
  std::vector<std::string> to;
  to.reserve(static_cast<size_t>(tensor::element_count(dims)));
  for (int64_t o = 0; o < view.outer; ++o) {
    for (const int64_t pick : picks) {
      const auto begin = from.strings().begin() + (o * view.extent + pick) * view.inner;
      to.insert(to.end(), begin, begin + view.inner);
    }
  }
  return HostTensor::of_strings(std::move(dims), std::move(to));
}

}  // namespace

Result<size_t> wrap_axis(int64_t axis, size_t rank) {
  const auto bound = static_cast<int64_t>(rank);
  if (axis >= -bound && axis < bound) return static_cast<size_t>(axis < 0 ? axis + bound : axis);
  return invalid_input("axis " + std::to_string(axis) + " is outside of rank " +
                       std::to_string(rank));
}

AxisView view_of(const tensor::Dims& dims, size_t axis) {
  AxisView view;
  for (size_t i = 0; i < axis; ++i) view.outer *= dims[i];
  view.extent = dims[axis];
  for (size_t i = axis + 1; i < dims.size(); ++i) view.inner *= dims[i];
  return view;
}

HostTensor pick_slices(const HostTensor& from, size_t axis, std::span<const int64_t> picks) {
  const AxisView view = view_of(from.dims(), axis);
  tensor::Dims dims = from.dims();
  dims[axis] = static_cast<int64_t>(picks.size());
  if (from.type() == tensor::DataType::kString) {
    return pick_strings(from, view, std::move(dims), picks);
  }
  HostTensor to(from.type(), std::move(dims));
  const auto run = static_cast<size_t>(view.inner * tensor::bits_of(from.type()) / 8);
  if (run == 0) return to;
  std::byte* next = to.bytes();
  for (int64_t o = 0; o < view.outer; ++o) {
    for (const int64_t pick : picks) {
      std::memcpy(next, from.bytes() + static_cast<size_t>(o * view.extent + pick) * run, run);
      next += run;
    }
  }
  return to;
}

}  // namespace nightjar::kernels
