// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// An operand seen as C: its own bytes where they are C already, a converted copy in the workspace
// otherwise.
#pragma once

#include "kernels/common/convert.h"
#include "kernels/common/problem.h"
#include "kernels/common/threads.h"
#include "kernels/common/workspace.h"

namespace nightjar::kernels {

template <typename C>
class Converted {
 public:
  Converted() = default;
  /// Takes room in `plan` where the type is not C. The type must be convertible or undefined.
  Converted(const tensor::TensorDesc& desc, WorkspacePlan& plan) : type_(desc.type) {
    if (type_ == tensor::DataType::kUndefined) return;
    count_ = tensor::element_count(dims_of(desc));
    if (!is_type_of<C>(type_)) slot_ = plan.add<C>(count_);
  }

  int64_t count() const { return count_; }

  /// The elements of an input; nullptr for an absent one.
  const C* load(const void* from, const WorkspaceView& workspace, int threads) const {
    if (from == nullptr || is_type_of<C>(type_)) return static_cast<const C*>(from);
    C* copy = workspace.at(slot_);
    const int64_t bytes = element_bytes(type_);
    for_each_share(count_, threads_for(count_, threads), [&](int, int64_t begin, int64_t end) {
      load_function<C>(type_)(at(from, begin, bytes), end - begin, copy + begin);
    });
    return copy;
  }

  /// Where to write an output, to be followed by store.
  C* target(void* to, const WorkspaceView& workspace) const {
    return is_type_of<C>(type_) ? static_cast<C*>(to) : workspace.at(slot_);
  }
  void store(void* to, const WorkspaceView& workspace, int threads) const {
    if (is_type_of<C>(type_)) return;
    const C* copy = workspace.at(slot_);
    const int64_t bytes = element_bytes(type_);
    for_each_share(count_, threads_for(count_, threads), [&](int, int64_t begin, int64_t end) {
      store_function<C>(type_)(copy + begin, end - begin, at(to, begin, bytes));
    });
  }

 private:
  tensor::DataType type_ = tensor::DataType::kUndefined;
  int64_t count_ = 0;
  WorkspaceSlot<C> slot_;
};

/// Whether a kernel of real numbers computes the type in float; in double otherwise.
inline bool computes_in_float(tensor::DataType type) {
  return tensor::is_float(type) && type != tensor::DataType::kFloat64;
}

}  // namespace nightjar::kernels
