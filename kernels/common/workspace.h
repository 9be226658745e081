// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Lays out several typed buffers in the one workspace a launch is given.
#pragma once

#include <cstddef>
#include <cstdint>

namespace nightjar::kernels {

/// Where a buffer of T begins in the workspace.
template <typename T>
struct WorkspaceSlot {
  size_t offset = 0;
};

/// Hands out slots aligned to 64 bytes.
class WorkspacePlan {
 public:
  template <typename T>
  WorkspaceSlot<T> add(int64_t count) {
    const WorkspaceSlot<T> slot{byte_count_};
    constexpr size_t kAlignment = 64;
    const size_t wanted = static_cast<size_t>(count) * sizeof(T);
    byte_count_ += (wanted + kAlignment - 1) / kAlignment * kAlignment;
    return slot;
  }
  size_t byte_count() const { return byte_count_; }

 private:
  size_t byte_count_ = 0;
};

/// The workspace of one launch.
class WorkspaceView {
 public:
  explicit WorkspaceView(void* base) : base_(static_cast<std::byte*>(base)) {}
  template <typename T>
  T* at(WorkspaceSlot<T> slot) const {
    return reinterpret_cast<T*>(base_ + slot.offset);
  }

 private:
  std::byte* base_;
};

}  // namespace nightjar::kernels
