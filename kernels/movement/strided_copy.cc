// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/movement/strided_copy.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/check.h"
#include "kernels/common/threads.h"

namespace nightjar::kernels::movement {
namespace {

using Wide = std::array<uint64_t, 2>;

/// Drops axes of extent 1 and joins neighbours that step as one.
std::vector<CopyAxis> merge(const std::vector<CopyAxis>& axes) {
  std::vector<CopyAxis> merged;
  for (const CopyAxis& axis : axes) {
    if (axis.extent == 1) continue;
    if (!merged.empty() && merged.back().from_stride == axis.from_stride * axis.extent &&
        merged.back().to_stride == axis.to_stride * axis.extent) {
      merged.back() = {merged.back().extent * axis.extent, axis.from_stride, axis.to_stride};
    } else {
      merged.push_back(axis);
    }
  }
  if (merged.empty()) merged.push_back({1, 1, 1});
  return merged;
}

template <typename T>
void copy_spaced_run(const CopyAxis& along, const char* from, char* to) {
  const T* source = reinterpret_cast<const T*>(from);
  T* target = reinterpret_cast<T*>(to);
  for (int64_t i = 0; i < along.extent; ++i) {
    target[i * along.to_stride] = source[i * along.from_stride];
  }
}

/// Squares that fit the L1 cache on both sides.
template <typename T>
void copy_tiles(const CopyAxis& across, const CopyAxis& along, const char* from, char* to) {
  constexpr int64_t kTile = 16;
  const T* source = reinterpret_cast<const T*>(from);
  T* target = reinterpret_cast<T*>(to);
  for (int64_t i0 = 0; i0 < across.extent; i0 += kTile) {
    const int64_t i1 = std::min(i0 + kTile, across.extent);
    for (int64_t j0 = 0; j0 < along.extent; j0 += kTile) {
      const int64_t j1 = std::min(j0 + kTile, along.extent);
      for (int64_t i = i0; i < i1; ++i) {
        for (int64_t j = j0; j < j1; ++j) {
          target[i * across.to_stride + j] = source[i + j * along.from_stride];
        }
      }
    }
  }
}

/// Calls `visit` with a value of an unsigned type as wide as the elements.
template <typename Visit>
void with_width(int64_t element_bytes, Visit visit) {
  switch (element_bytes) {
    case 1:
      return visit(uint8_t{});
    case 2:
      return visit(uint16_t{});
    case 4:
      return visit(uint32_t{});
    case 8:
      return visit(uint64_t{});
    case 16:
      return visit(Wide{});
    default:
      NIGHTJAR_CHECK(false, "elements are 1, 2, 4, 8 or 16 bytes wide");
  }
}

}  // namespace

StridedCopy::StridedCopy(std::vector<CopyAxis> axes, int64_t element_bytes)
    : element_bytes_(element_bytes) {
  is_empty_ = std::any_of(axes.begin(), axes.end(), [](auto& axis) { return axis.extent == 0; });
  outer_ = merge(axes);
  along_ = outer_.back();
  outer_.pop_back();
  const auto dense = std::find_if(outer_.begin(), outer_.end(),
                                  [](const CopyAxis& axis) { return axis.from_stride == 1; });
  if (along_.from_stride == 1 && along_.to_stride == 1) {
    inner_ = Inner::kRun;
  } else if (along_.to_stride == 1 && dense != outer_.end()) {
    inner_ = Inner::kTile;
    across_ = *dense;
    outer_.erase(dense);
  } else {
    inner_ = Inner::kSpaced;
  }
  for (const CopyAxis& axis : outer_) outer_count_ *= axis.extent;
}

void StridedCopy::run_inner(const char* from, char* to) const {
  if (inner_ == Inner::kRun) {
    std::memcpy(to, from, static_cast<size_t>(along_.extent * element_bytes_));
    return;
  }
  with_width(element_bytes_, [&](auto width) {
    using T = decltype(width);
    if (inner_ == Inner::kTile) {
      copy_tiles<T>(across_, along_, from, to);
    } else {
      copy_spaced_run<T>(along_, from, to);
    }
  });
}

void StridedCopy::run(const void* from, void* to, int threads) const {
  if (is_empty_) return;
  const int64_t inner_bytes = across_.extent * along_.extent * element_bytes_;
  for_each_share(outer_count_, threads_for(outer_count_ * inner_bytes / 4, threads),
                 [&](int, int64_t begin, int64_t end) {
                   for (int64_t i = begin; i < end; ++i) {
                     const Place place = place_of(i);
                     run_inner(static_cast<const char*>(from) + place.from * element_bytes_,
                               static_cast<char*>(to) + place.to * element_bytes_);
                   }
                 });
}

StridedCopy::Place StridedCopy::place_of(int64_t index) const {
  Place place;
  for (size_t axis = outer_.size(); axis-- > 0;) {
    // Division is dear, and nothing lies outside of the first axis.
    const int64_t rest = axis == 0 ? 0 : index / outer_[axis].extent;
    const int64_t along = index - rest * outer_[axis].extent;
    place.from += along * outer_[axis].from_stride;
    place.to += along * outer_[axis].to_stride;
    index = rest;
  }
  return place;
}

}  // namespace nightjar::kernels::movement
