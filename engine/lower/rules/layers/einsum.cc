// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Einsum as diagonals, sums and pairwise products, two factors at a time from the left.
#include "engine/network/einsum.h"

#include <algorithm>

#include "engine/lower/rules/pointwise_lowering.h"
#include "engine/lower/rules/rule.h"
#include "engine/lower/rules/steps.h"
#include "kernels/gemm/gemm.h"

namespace nightjar::lower::rules {
namespace {

using Labels = std::vector<int>;
using tensor::Dim;
using tensor::Shape;

/// A value with one label an axis, all different once diagonals are taken.
struct Factor {
  Argument value;
  Labels labels;

  bool has(int label) const {
    return std::find(labels.begin(), labels.end(), label) != labels.end();
  }
  const Dim& extent(int label) const {
    const auto place = std::find(labels.begin(), labels.end(), label) - labels.begin();
    return value.desc.shape[static_cast<size_t>(place)];
  }
};

Shape extents_of(const Factor& factor, const Labels& labels) {
  Shape shape;
  for (const int label : labels) shape.push_back(factor.extent(label));
  return shape;
}

/// The labels of the two operands of a product by what becomes of them.
struct Roles {
  Labels shared, summed, left, right;
};

Labels joined(std::initializer_list<const Labels*> parts) {
  Labels all;
  for (const Labels* part : parts) all.insert(all.end(), part->begin(), part->end());
  return all;
}

class EinsumLowering {
 public:
  EinsumLowering(Lowering& lowering, network::EinsumAxes axes)
      : lowering_(lowering), axes_(std::move(axes)) {}

  Result<LoweredOp> run() {
    for (size_t i = 0; i < axes_.inputs.size(); ++i) {
      Factor factor{lowering_.input_argument(i), axes_.inputs[i]};
      NIGHTJAR_TRY(take_diagonals(factor));
      factors_.push_back(std::move(factor));
    }
    for (size_t i = 0; i < factors_.size(); ++i) sum_out_lone_labels(i);
    Factor total = factors_.front();
    for (size_t i = 1; i < factors_.size(); ++i) total = multiply(total, factors_[i], i);
    finish(total);
    return lowering_.take();
  }

 private:
  /// Equal labels become one axis: both go to the back, where every (extent + 1)th element of
  /// their joint axis is on the diagonal.
  Status take_diagonals(Factor& factor) {
    for (size_t first = 0; first < factor.labels.size(); ++first) {
      const auto same = std::find(factor.labels.begin() + static_cast<std::ptrdiff_t>(first) + 1,
                                  factor.labels.end(), factor.labels[first]);
      if (same == factor.labels.end()) continue;
      const auto second = static_cast<size_t>(same - factor.labels.begin());
      const int label = factor.labels[first];
      const auto extent = factor.value.desc.shape[first].constant();
      if (!extent || !(factor.value.desc.shape[second] == Dim(*extent))) {
        return not_yet_known("the extents of a diagonal must be known and equal");
      }
      std::vector<int64_t> permutation;
      Labels labels;
      Shape shape;
      for (size_t axis = 0; axis < factor.labels.size(); ++axis) {
        if (axis == first || axis == second) continue;
        permutation.push_back(static_cast<int64_t>(axis));
        labels.push_back(factor.labels[axis]);
        shape.push_back(factor.value.desc.shape[axis]);
      }
      permutation.push_back(static_cast<int64_t>(first));
      permutation.push_back(static_cast<int64_t>(second));
      labels.push_back(label);
      shape.emplace_back(*extent * *extent);
      const Argument square =
          reshaped(transposed(lowering_, factor.value, permutation), std::move(shape));
      factor.value =
          sliced(lowering_, square, labels.size() - 1, Dim(0), Dim(*extent), *extent + 1);
      factor.labels = std::move(labels);
      first = static_cast<size_t>(-1);
    }
    return {};
  }

  bool is_in_output(int label) const {
    return std::find(axes_.output.begin(), axes_.output.end(), label) != axes_.output.end();
  }

  bool is_needed_behind(int label, size_t last_used) const {
    if (is_in_output(label)) return true;
    return std::any_of(factors_.begin() + static_cast<std::ptrdiff_t>(last_used) + 1,
                       factors_.end(), [&](const Factor& factor) { return factor.has(label); });
  }

  void sum_out(Factor& factor, const Labels& gone) {
    if (gone.empty()) return;
    std::vector<int64_t> axes;
    Labels labels;
    for (size_t axis = 0; axis < factor.labels.size(); ++axis) {
      const bool goes = std::count(gone.begin(), gone.end(), factor.labels[axis]) > 0;
      if (goes) axes.push_back(static_cast<int64_t>(axis));
      if (!goes) labels.push_back(factor.labels[axis]);
    }
    const Shape shape = extents_of(factor, labels);
    factor.value =
        reshaped(reduced(lowering_, kernels::ReduceKind::kSum, axes, factor.value), shape);
    factor.labels = std::move(labels);
  }

  /// Labels that no other factor and not the output have.
  void sum_out_lone_labels(size_t index) {
    Labels gone;
    for (const int label : factors_[index].labels) {
      bool is_lone = !is_in_output(label);
      for (size_t i = 0; i < factors_.size(); ++i) {
        is_lone = is_lone && (i == index || !factors_[i].has(label));
      }
      if (is_lone) gone.push_back(label);
    }
    sum_out(factors_[index], gone);
  }

  /// A summed axis of extent 1 beside a longer one: the longer one is summed by itself.
  void sum_out_stretched(Factor& a, Factor& b, size_t last_used) {
    Labels gone_a, gone_b;
    for (const int label : a.labels) {
      if (!b.has(label) || is_needed_behind(label, last_used)) continue;
      const bool is_stretched = !(a.extent(label) == b.extent(label)) &&
                                (a.extent(label) == Dim(1) || b.extent(label) == Dim(1));
      if (!is_stretched) continue;
      gone_a.push_back(label);
      gone_b.push_back(label);
    }
    sum_out(a, gone_a);
    sum_out(b, gone_b);
  }

  Roles roles_of(const Factor& a, const Factor& b, size_t last_used) const {
    Roles roles;
    for (const int label : a.labels) {
      if (!b.has(label)) roles.left.push_back(label);
      if (!b.has(label)) continue;
      (is_needed_behind(label, last_used) ? roles.shared : roles.summed).push_back(label);
    }
    for (const int label : b.labels) {
      if (!a.has(label)) roles.right.push_back(label);
    }
    const auto place = [&](int label) {
      return std::find(axes_.output.begin(), axes_.output.end(), label) - axes_.output.begin();
    };
    for (Labels* labels : {&roles.shared, &roles.left, &roles.right}) {
      std::stable_sort(labels->begin(), labels->end(),
                       [&](int x, int y) { return place(x) < place(y); });
    }
    return roles;
  }

  Argument in_order(const Factor& factor, const Labels& labels) {
    std::vector<int64_t> permutation;
    for (const int label : labels) {
      permutation.push_back(std::find(factor.labels.begin(), factor.labels.end(), label) -
                            factor.labels.begin());
    }
    return transposed(lowering_, factor.value, permutation);
  }

  /// Where the product goes: the output when it is the last and its axes lie in order.
  Argument target(const Shape& shape, const Labels& labels, size_t last_used) {
    const bool is_last = last_used + 1 == factors_.size() && labels == axes_.output;
    if (is_last) is_written_ = true;
    return is_last ? reshaped(lowering_.output_argument(), shape)
                   : temporary(lowering_, lowering_.output().desc.type, shape);
  }

  Factor multiply(Factor a, Factor b, size_t last_used) {
    sum_out_stretched(a, b, last_used);
    const Roles roles = roles_of(a, b, last_used);
    const Labels labels = joined({&roles.shared, &roles.left, &roles.right});
    Shape shape;
    for (const int label : roles.shared) {
      shape.push_back(a.extent(label) == Dim(1) ? b.extent(label) : a.extent(label));
    }
    const Shape left = extents_of(a, roles.left), right = extents_of(b, roles.right);
    shape.insert(shape.end(), left.begin(), left.end());
    shape.insert(shape.end(), right.begin(), right.end());
    const Argument to = target(shape, labels, last_used);
    if (roles.summed.empty()) {
      multiply_each(a, b, roles, to);
    } else {
      multiply_matrices(a, b, roles, to);
    }
    return {to, labels};
  }

  /// Nothing is summed: elements are multiplied under broadcasting.
  void multiply_each(const Factor& a, const Factor& b, const Roles& roles, const Argument& to) {
    const Argument left = in_order(a, joined({&roles.shared, &roles.left}));
    const Argument right = in_order(b, joined({&roles.shared, &roles.right}));
    Shape left_shape = left.desc.shape, right_shape = right.desc.shape;
    left_shape.resize(left_shape.size() + roles.right.size(), Dim(1));
    right_shape.insert(right_shape.begin() + static_cast<std::ptrdiff_t>(roles.shared.size()),
                       roles.left.size(), Dim(1));
    add_expression(lowering_, expression_of("mul(in0, in1)"),
                   {reshaped(left, left_shape), reshaped(right, right_shape)}, to);
  }

  void multiply_matrices(const Factor& a, const Factor& b, const Roles& roles, const Argument& to) {
    const Dim rows = tensor::element_count(extents_of(a, roles.left));
    const Dim columns = tensor::element_count(extents_of(b, roles.right));
    const Dim inner = tensor::element_count(extents_of(a, roles.summed));
    kernels::GemmProblem product;
    // A vector on the right reads better as a row of its transposed matrix.
    product.trans_b = !b.labels.empty() && roles.summed.back() == b.labels.back();
    const auto matrix = [&](const Factor& factor, const Labels& second, const Labels& third,
                            const Dim& x, const Dim& y) {
      Shape shape = extents_of(factor, roles.shared);
      shape.push_back(x);
      shape.push_back(y);
      return reshaped(in_order(factor, joined({&roles.shared, &second, &third})), std::move(shape));
    };
    const Argument left = matrix(a, roles.left, roles.summed, rows, inner);
    const Argument right = product.trans_b ? matrix(b, roles.right, roles.summed, columns, inner)
                                           : matrix(b, roles.summed, roles.right, inner, columns);
    Shape shape(to.desc.shape.begin(),
                to.desc.shape.begin() + static_cast<std::ptrdiff_t>(roles.shared.size()));
    shape.push_back(rows);
    shape.push_back(columns);
    lowering_.add_step(product.to_problem(), {left, right, Argument{}, Argument{}},
                       {reshaped(to, std::move(shape))});
  }

  void finish(Factor& total) {
    if (is_written_) return;
    Labels gone;
    for (const int label : total.labels) {
      if (!is_in_output(label)) gone.push_back(label);
    }
    sum_out(total, gone);
    const Argument ordered = in_order(total, axes_.output);
    add_expression(lowering_, expression_of("in0"), {ordered}, lowering_.output_argument());
  }

  Lowering& lowering_;
  network::EinsumAxes axes_;
  std::vector<Factor> factors_;
  bool is_written_ = false;
};

Result<LoweredOp> lower_einsum(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  std::vector<size_t> ranks;
  for (size_t i = 0; i < lowering.op().inputs.size(); ++i) ranks.push_back(lowering.rank(i));
  NIGHTJAR_ASSIGN(network::EinsumAxes axes,
                  network::parse_einsum(lowering.attributes().get_string("equation", ""), ranks));
  return EinsumLowering(lowering, std::move(axes)).run();
}

}  // namespace

void add_einsum_rules(RuleTable& table) { table["Einsum"] = {lower_einsum, nullptr}; }

}  // namespace nightjar::lower::rules
