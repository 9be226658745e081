// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// NonZero and Compress: elements chosen by their values or by a mask.
#include <algorithm>

#include "kernels/host/host_op.h"
#include "kernels/host/ordering.h"
#include "kernels/host/slices.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::HostTensor;
using Answer = Result<std::vector<HostTensor>>;

/// NonZero (X): one column of coordinates for each element that is not zero.
Answer run_non_zero(const HostOpCall& call) {
  NIGHTJAR_TRY(expect_host_inputs(call, 1));
  const HostTensor& x = call.inputs[0];
  const std::vector<bool> mask = nonzero_mask(x);
  const auto found = std::count(mask.begin(), mask.end(), true);
  const size_t rank = x.dims().size();
  HostTensor places(DataType::kInt64, {static_cast<int64_t>(rank), found});
  const auto to = places.as<int64_t>();
  tensor::Dims at(rank, 0);
  int64_t column = 0;
  for (const bool is_nonzero : mask) {
    if (is_nonzero) {
      for (size_t d = 0; d < rank; ++d)
        to[d * static_cast<size_t>(found) + static_cast<size_t>(column)] = at[d];
      ++column;
    }
    for (size_t d = rank; d-- > 0 && ++at[d] == x.dims()[d];) at[d] = 0;
  }
  return std::vector<HostTensor>{std::move(places)};
}

/// Compress (input, condition): the slices whose condition holds; without an axis, the elements.
Answer run_compress(const HostOpCall& call) {
  NIGHTJAR_TRY(expect_host_inputs(call, 2));
  HostTensor from = call.inputs[0];
  if (!call.attributes.has("axis")) from = from.reshaped({from.count()});
  NIGHTJAR_ASSIGN(const size_t axis,
                  wrap_axis(call.attributes.get_int("axis", 0), from.dims().size()));
  const HostTensor& condition = call.inputs[1];
  if (condition.type() != DataType::kBool) return invalid_input("the condition is not bool");
  const auto holds = condition.as<uint8_t>();
  std::vector<int64_t> picks;
  for (size_t i = 0; i < holds.size(); ++i) {
    if (holds[i] != 0) picks.push_back(static_cast<int64_t>(i));
  }
  if (!picks.empty() && picks.back() >= from.dims()[axis]) {
    return invalid_input("the condition picks slice " + std::to_string(picks.back()) +
                         " of an axis with " + std::to_string(from.dims()[axis]));
  }
  return std::vector<HostTensor>{pick_slices(from, axis, picks)};
}

}  // namespace

void add_selection_host_ops(HostOpTable& table) {
  table["NonZero"] = run_non_zero;
  table["Compress"] = run_compress;
}

}  // namespace nightjar::kernels
