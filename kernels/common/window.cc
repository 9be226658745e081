// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/common/window.h"

#include <fmt/format.h>

#include <algorithm>

namespace nightjar::kernels {
namespace {

Result<tensor::Dims> positive_entries(const tensor::Attributes& attributes, const char* name,
                                      size_t count) {
  const tensor::Dims values = attributes.get_ints(name, tensor::Dims(count, 1));
  const bool positive = std::all_of(values.begin(), values.end(), [](int64_t v) { return v > 0; });
  if (values.size() != count || !positive) {
    return invalid_input(fmt::format("{} should be {} positive numbers but is [{}].", name, count,
                                     tensor::to_string(values)));
  }
  return values;
}

}  // namespace

Window Window::plain(size_t spatial_rank) {
  const tensor::Dims ones(spatial_rank, 1), zeros(spatial_rank, 0);
  return {ones, ones, zeros, zeros};
}

Result<Window> Window::from_attributes(const tensor::Attributes& attributes, size_t spatial_rank) {
  Window window;
  NIGHTJAR_ASSIGN(window.strides, positive_entries(attributes, "strides", spatial_rank));
  NIGHTJAR_ASSIGN(window.dilations, positive_entries(attributes, "dilations", spatial_rank));
  const tensor::Dims pads = attributes.get_ints("pads", tensor::Dims(2 * spatial_rank, 0));
  if (pads.size() != 2 * spatial_rank) {
    return invalid_input(fmt::format("pads should be {} numbers but is [{}].", 2 * spatial_rank,
                                     tensor::to_string(pads)));
  }
  const auto middle = pads.begin() + static_cast<int64_t>(spatial_rank);
  window.pads_begin.assign(pads.begin(), middle);
  window.pads_end.assign(middle, pads.end());
  return window;
}

void Window::add_to(tensor::Attributes& attributes) const {
  tensor::Dims pads = pads_begin;
  pads.insert(pads.end(), pads_end.begin(), pads_end.end());
  attributes.set("strides", strides);
  attributes.set("dilations", dilations);
  attributes.set("pads", pads);
}

}  // namespace nightjar::kernels
