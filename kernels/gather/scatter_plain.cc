// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>
#include <functional>

#include "kernels/common/plain_tactic.h"
#include "kernels/gather/gather_plain.h"

namespace nightjar::kernels::gather {
namespace {

using tensor::Dims;
using Opened = Result<std::unique_ptr<Launchable>>;

/// Integers wrap.
template <typename C, typename Operation>
C wrapping(C a, C b, const Operation& operation) {
  if constexpr (std::is_same_v<C, int64_t>) {
    return static_cast<int64_t>(operation(static_cast<uint64_t>(a), static_cast<uint64_t>(b)));
  } else {
    return operation(a, b);
  }
}

template <typename C>
C combine(ScatterReduction reduction, C a, C b) {
  switch (reduction) {
    case ScatterReduction::kAdd:
      return wrapping(a, b, std::plus<>());
    case ScatterReduction::kMultiply:
      return wrapping(a, b, std::multiplies<>());
    case ScatterReduction::kMax:
      return std::max(a, b);
    case ScatterReduction::kMin:
      return std::min(a, b);
    case ScatterReduction::kNone:
      return b;
  }
  return b;
}

/// Puts runs of updates into the output, one after the other, so that duplicates are well defined.
class Writer {
 public:
  Writer(tensor::DataType type, ScatterReduction reduction)
      : type_(type), reduction_(reduction), bytes_(element_bytes(type)) {}

  void put(void* output, int64_t to, const void* updates, int64_t from, int64_t count) const {
    void* target = at(output, to, bytes_);
    const void* source = at(updates, from, bytes_);
    if (reduction_ == ScatterReduction::kNone) {
      std::memcpy(target, source, static_cast<size_t>(count * bytes_));
    } else if (type_ == tensor::DataType::kFloat32) {
      put_directly<float>(target, source, count);
    } else if (type_ == tensor::DataType::kInt64) {
      put_directly<int64_t>(target, source, count);
    } else if (tensor::is_float(type_)) {
      put_in<double>(target, source, count);
    } else {
      put_in<uint64_t>(target, source, count);
    }
  }

 private:
  /// Elements that need no conversion; rounded once, as sums and products in double would be.
  template <typename C>
  void put_directly(void* target, const void* source, int64_t count) const {
    auto* to = static_cast<C*>(target);
    const auto* from = static_cast<const C*>(source);
    for (int64_t i = 0; i < count; ++i) to[i] = combine(reduction_, to[i], from[i]);
  }

  template <typename C>
  void put_in(void* target, const void* source, int64_t count) const {
    // Order needs the sign, sums and products wrap alike with and without it.
    using Ordered = std::conditional_t<std::is_same_v<C, double>, double, int64_t>;
    const bool is_ordered =
        reduction_ == ScatterReduction::kMax || reduction_ == ScatterReduction::kMin;
    if (is_ordered && type_ != tensor::DataType::kUInt64) {
      put_as<Ordered>(target, source, count);
    } else {
      put_as<C>(target, source, count);
    }
  }

  template <typename C>
  void put_as(void* target, const void* source, int64_t count) const {
    const auto load = load_function<C>(type_);
    const auto store = store_function<C>(type_);
    for (int64_t i = 0; i < count; ++i) {
      C a, b;
      load(at(target, i, bytes_), 1, &a);
      load(at(source, i, bytes_), 1, &b);
      const C combined = combine(reduction_, a, b);
      store(&combined, 1, at(target, i, bytes_));
    }
  }

  tensor::DataType type_;
  ScatterReduction reduction_;
  int64_t bytes_;
};

void copy_data(const LaunchArguments& arguments, size_t byte_count) {
  if (arguments.outputs[0] != arguments.inputs[0]) {
    std::memcpy(arguments.outputs[0], arguments.inputs[0], byte_count);
  }
}

Error shape_error(const GatherProblem& problem) {
  return invalid_input(fmt::format("{}: the shapes do not fit: {}.", name_of(problem.kind),
                                   problem.to_problem().to_string()));
}

}  // namespace

Opened open_scatter_nd(const GatherProblem& problem) {
  const Dims data = dims_of(problem.inputs[0]);
  NIGHTJAR_ASSIGN(const TupleWalk walk, TupleWalk::make(data, dims_of(problem.inputs[1]), 0));
  if (tensor::element_count(dims_of(problem.inputs[2])) != walk.tuples * walk.slice ||
      dims_of(problem.output) != data) {
    return shape_error(problem);
  }
  const IndexReader read(problem.inputs[1].type);
  const Writer writer(problem.output.type, problem.reduction);
  const size_t byte_count = tensor::bytes_for(problem.output.type, tensor::element_count(data));
  return make_launchable([=](const LaunchArguments& arguments) -> Status {
    copy_data(arguments, byte_count);
    for (int64_t i = 0; i < walk.tuples; ++i) {
      const int64_t offset = walk.offset(read, arguments.inputs[1], i);
      if (offset < 0) return outside(GatherKind::kScatterNd);
      writer.put(arguments.outputs[0], offset, arguments.inputs[2], i * walk.slice, walk.slice);
    }
    return {};
  });
}

Opened open_scatter_elements(const GatherProblem& problem) {
  const Dims data = dims_of(problem.inputs[0]), picks = dims_of(problem.inputs[1]);
  if (picks.size() != data.size() || dims_of(problem.inputs[2]) != picks ||
      dims_of(problem.output) != data) {
    return shape_error(problem);
  }
  for (size_t i = 0; i < data.size(); ++i) {
    if (static_cast<int64_t>(i) != problem.axis && picks[i] > data[i]) return shape_error(problem);
  }
  const Dims strides = tensor::row_major_strides(data);
  const IndexReader read(problem.inputs[1].type);
  const Writer writer(problem.output.type, problem.reduction);
  const auto axis = static_cast<size_t>(problem.axis);
  const int64_t count = tensor::element_count(picks);
  const size_t byte_count = tensor::bytes_for(problem.output.type, tensor::element_count(data));
  return make_launchable([=](const LaunchArguments& arguments) -> Status {
    copy_data(arguments, byte_count);
    for (int64_t i = 0; i < count; ++i) {
      int64_t index = read(arguments.inputs[1], i);
      if (!wrap_index(index, data[axis])) return outside(GatherKind::kScatterElements);
      int64_t rest = i, offset = index * strides[axis];
      for (size_t k = picks.size(); k-- > 0; rest /= picks[k]) {
        if (k != axis) offset += rest % picks[k] * strides[k];
      }
      writer.put(arguments.outputs[0], offset, arguments.inputs[2], i, 1);
    }
    return {};
  });
}

}  // namespace nightjar::kernels::gather
