// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/movement/mapped_copy.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "kernels/common/threads.h"

namespace nightjar::kernels::movement {

AxisMap identity_map(int64_t extent) {
  AxisMap map(static_cast<size_t>(extent));
  std::iota(map.begin(), map.end(), 0);
  return map;
}

MappedCopy::MappedCopy(const tensor::Dims& input, std::vector<AxisMap> maps, int64_t element_bytes)
    : element_bytes_(element_bytes) {
  size_t rank = maps.size();
  while (rank > 1 && maps[rank - 1] == identity_map(input[rank - 1])) block_ *= input[--rank];
  if (rank == 0) {
    runs_ = {{0, 0, 1}};
    return;
  }
  const AxisMap& row = maps[rank - 1];
  row_ = static_cast<int64_t>(row.size());
  for (int64_t i = 0; i < row_; ++i) {
    const int64_t from = row[static_cast<size_t>(i)];
    Run* last = runs_.empty() ? nullptr : &runs_.back();
    const bool extends = last != nullptr &&
                         (from == kFill ? last->from == kFill
                                        : last->from != kFill && last->from + last->count == from);
    if (extends) {
      ++last->count;
    } else {
      runs_.push_back({from, i, 1});
    }
  }
  int64_t stride = input[rank - 1];
  for (size_t axis = rank - 1; axis-- > 0; stride *= input[axis]) {
    strides_.insert(strides_.begin(), stride);
  }
  outer_.assign(std::make_move_iterator(maps.begin()),
                std::make_move_iterator(maps.begin() + static_cast<std::ptrdiff_t>(rank) - 1));
  for (const AxisMap& map : outer_) outer_count_ *= static_cast<int64_t>(map.size());
}

void MappedCopy::fill_run(char* to, int64_t count, const char* fill) const {
  const int64_t elements = count * block_;
  if (fill == nullptr) {
    std::memset(to, 0, static_cast<size_t>(elements * element_bytes_));
    return;
  }
  for (int64_t i = 0; i < elements; ++i) {
    std::memcpy(to + i * element_bytes_, fill, static_cast<size_t>(element_bytes_));
  }
}

void MappedCopy::copy_row(const char* from, char* to, const char* fill) const {
  const int64_t block_bytes = block_ * element_bytes_;
  const auto copy_each = [&](auto width) {
    for (const Run& run : runs_) {
      for (int64_t i = 0; i < run.count; ++i) {
        std::memcpy(to + (run.to + i) * width, from + (run.from + i) * width, width);
      }
    }
  };
  const bool has_fill =
      std::any_of(runs_.begin(), runs_.end(), [](const Run& run) { return run.from == kFill; });
  // Short runs of narrow elements: a fixed width lets the compiler turn memcpy into moves.
  if (!has_fill && static_cast<int64_t>(runs_.size()) * 4 > row_) {
    if (block_bytes == 2) return copy_each(std::integral_constant<size_t, 2>());
    if (block_bytes == 4) return copy_each(std::integral_constant<size_t, 4>());
    if (block_bytes == 8) return copy_each(std::integral_constant<size_t, 8>());
  }
  for (const Run& run : runs_) {
    char* target = to + run.to * block_bytes;
    if (run.from == kFill) {
      fill_run(target, run.count, fill);
    } else {
      std::memcpy(target, from + run.from * block_bytes,
                  static_cast<size_t>(run.count * block_bytes));
    }
  }
}

void MappedCopy::run(const void* from, void* to, const void* fill, int threads) const {
  if (block_ == 0) return;
  const int64_t block_bytes = block_ * element_bytes_;
  const int64_t work = outer_count_ * row_ * std::max<int64_t>(block_bytes / 16, 1);
  for_each_share(outer_count_, threads_for(work, threads), [&](int, int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      int64_t rest = i, offset = 0;
      bool is_filled = false;
      for (size_t axis = outer_.size(); axis-- > 0;) {
        const auto extent = static_cast<int64_t>(outer_[axis].size());
        const int64_t index = outer_[axis][static_cast<size_t>(rest % extent)];
        rest /= extent;
        is_filled = is_filled || index == kFill;
        offset += index * strides_[axis];
      }
      char* target = static_cast<char*>(to) + i * row_ * block_bytes;
      if (is_filled) {
        fill_run(target, row_, static_cast<const char*>(fill));
      } else {
        copy_row(static_cast<const char*>(from) + offset * block_bytes, target,
                 static_cast<const char*>(fill));
      }
    }
  });
}

}  // namespace nightjar::kernels::movement
