// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Unique: the distinct elements of a tensor, or its distinct slices along an axis.
#include <algorithm>
#include <numeric>
#include <span>

#include "kernels/host/host_op.h"
#include "kernels/host/ordering.h"
#include "kernels/host/slices.h"

namespace nightjar::kernels {
namespace {

using tensor::HostTensor;

/// Keys gathered slice by slice, so that a slice is one run.
struct KeyedSlices {
  std::vector<uint64_t> keys;
  size_t count = 0;
  size_t length = 0;

  std::span<const uint64_t> operator[](int64_t slice) const {
    return std::span(keys).subspan(static_cast<size_t>(slice) * length, length);
  }
};

KeyedSlices keyed_slices(const HostTensor& x, size_t axis) {
  const AxisView view = view_of(x.dims(), axis);
  const std::vector<uint64_t> keys = ordering_keys(x);
  KeyedSlices slices{
      {}, static_cast<size_t>(view.extent), static_cast<size_t>(view.outer * view.inner)};
  slices.keys.reserve(keys.size());
  for (int64_t slice = 0; slice < view.extent; ++slice) {
    for (int64_t o = 0; o < view.outer; ++o) {
      const auto begin = keys.begin() + (o * view.extent + slice) * view.inner;
      slices.keys.insert(slices.keys.end(), begin, begin + view.inner);
    }
  }
  return slices;
}

/// Slices in order of their keys; equal ones in order of their place.
std::vector<int64_t> sorted_slices(const KeyedSlices& slices) {
  std::vector<int64_t> order(slices.count);
  std::iota(order.begin(), order.end(), int64_t{0});
  if (slices.length == 1) {
    std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
      return slices.keys[static_cast<size_t>(a)] < slices.keys[static_cast<size_t>(b)];
    });
    return order;
  }
  std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
    return std::ranges::lexicographical_compare(slices[a], slices[b]);
  });
  return order;
}

/// Distinct slices: where each is first seen, how often, and which one each slice is.
struct Groups {
  std::vector<int64_t> first;
  std::vector<int64_t> count;
  std::vector<int64_t> group_of;
};

Groups group(const KeyedSlices& slices) {
  const std::vector<int64_t> order = sorted_slices(slices);
  Groups groups;
  groups.group_of.resize(slices.count);
  for (size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || !std::ranges::equal(slices[order[i]], slices[order[i - 1]])) {
      groups.first.push_back(order[i]);
      groups.count.push_back(0);
    }
    ++groups.count.back();
    groups.group_of[static_cast<size_t>(order[i])] = static_cast<int64_t>(groups.first.size()) - 1;
  }
  return groups;
}

/// The same groups in the order in which they are first seen.
Groups in_order_of_place(const Groups& sorted) {
  std::vector<size_t> order(sorted.first.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return sorted.first[a] < sorted.first[b]; });
  std::vector<int64_t> place(order.size());
  Groups groups;
  for (size_t i = 0; i < order.size(); ++i) {
    groups.first.push_back(sorted.first[order[i]]);
    groups.count.push_back(sorted.count[order[i]]);
    place[order[i]] = static_cast<int64_t>(i);
  }
  for (const int64_t old : sorted.group_of) {
    groups.group_of.push_back(place[static_cast<size_t>(old)]);
  }
  return groups;
}

HostTensor list_of(const std::vector<int64_t>& values) {
  return HostTensor::of_int64({static_cast<int64_t>(values.size())}, values);
}

Result<std::vector<HostTensor>> run_unique(const HostOpCall& call) {
  NIGHTJAR_TRY(expect_host_inputs(call, 1));
  HostTensor x = call.inputs[0];
  if (!call.attributes.has("axis")) x = x.reshaped({x.count()});
  NIGHTJAR_ASSIGN(const size_t axis,
                  wrap_axis(call.attributes.get_int("axis", 0), x.dims().size()));
  Groups groups = group(keyed_slices(x, axis));
  if (call.attributes.get_int("sorted", 1) == 0) groups = in_order_of_place(groups);
  return std::vector<HostTensor>{pick_slices(x, axis, groups.first), list_of(groups.first),
                                 list_of(groups.group_of), list_of(groups.count)};
}

}  // namespace

void add_unique_host_op(HostOpTable& table) { table["Unique"] = run_unique; }

}  // namespace nightjar::kernels
