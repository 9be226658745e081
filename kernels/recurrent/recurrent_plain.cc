// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/recurrent/recurrent_plain.h"

#include <algorithm>
#include <array>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/common/threads.h"
#include "kernels/recurrent/cell.h"
#include "kernels/recurrent/dot_rows.h"

namespace nightjar::kernels::recurrent {
namespace {

using tensor::DataType;
using tensor::Dims;

enum Input : size_t { kX, kW, kR, kBias, kLengths, kInitialH, kInitialC, kPeepholes };
enum Output : size_t { kY, kLastH, kLastC };

struct Extents {
  int64_t steps = 0, batch = 0, inputs = 0, hidden = 0, directions = 1, gates = 1;

  static Extents of(const RecurrentProblem& problem) {
    const Dims x = dims_of(problem.inputs[kX]), r = dims_of(problem.inputs[kR]);
    Extents extents;
    extents.directions = problem.directions();
    extents.gates = problem.gates();
    if (x.size() != 3 || r.size() != 3) return extents;
    extents.steps = x[problem.batch_first ? 1 : 0];
    extents.batch = x[problem.batch_first ? 0 : 1];
    extents.inputs = x[2];
    extents.hidden = r[2];
    return extents;
  }
  Dims state(bool batch_first) const {
    return batch_first ? Dims{batch, directions, hidden} : Dims{directions, batch, hidden};
  }
};

/// Every operand has the extents that x and r imply.
bool extents_fit(const RecurrentProblem& problem, const Extents& e) {
  const Dims state = e.state(problem.batch_first);
  const int64_t rows = e.gates * e.hidden;
  const Dims y = problem.batch_first ? Dims{e.batch, e.steps, e.directions, e.hidden}
                                     : Dims{e.steps, e.directions, e.batch, e.hidden};
  const std::vector<Dims> inputs = {dims_of(problem.inputs[kX]),
                                    {e.directions, rows, e.inputs},
                                    {e.directions, rows, e.hidden},
                                    {e.directions, 2 * rows},
                                    {e.batch},
                                    state,
                                    state,
                                    {e.directions, 3 * e.hidden}};
  const std::vector<Dims> outputs = {y, state, state};
  for (size_t i = 0; i < inputs.size(); ++i) {
    if (problem.has_input(i) && dims_of(problem.inputs[i]) != inputs[i]) return false;
  }
  for (size_t i = 0; i < outputs.size(); ++i) {
    const auto& desc = problem.outputs[i];
    if (desc.type != DataType::kUndefined && dims_of(desc) != outputs[i]) return false;
  }
  return e.hidden > 0;
}

template <typename C>
class PlainRecurrent final : public Launchable {
 public:
  PlainRecurrent(RecurrentProblem problem, std::vector<CellActivation> activations, int threads)
      : problem_(std::move(problem)),
        activations_(std::move(activations)),
        e_(Extents::of(problem_)),
        threads_(threads) {
    for (size_t i = 0; i < values_.size(); ++i) {
      if (problem_.has_input(i) && i != kLengths) {
        values_[i].resize(static_cast<size_t>(tensor::element_count(dims_of(problem_.inputs[i]))));
      }
    }
    const int64_t rows = e_.gates * e_.hidden;
    gates_.resize(static_cast<size_t>(e_.steps * e_.batch * rows));
    state_h_.resize(static_cast<size_t>(e_.batch * e_.hidden));
    state_c_.resize(state_h_.size());
    scratch_.resize(static_cast<size_t>(e_.batch * 6 * e_.hidden));
  }

  Status launch(const LaunchArguments& arguments) override {
    for (size_t i = 0; i < values_.size(); ++i) {
      if (values_[i].empty()) continue;
      load_function<C>(problem_.inputs[i].type)(
          arguments.inputs[i], static_cast<int64_t>(values_[i].size()), values_[i].data());
    }
    NIGHTJAR_TRY(read_lengths(arguments));
    for (int64_t direction = 0; direction < e_.directions; ++direction) {
      run_direction(arguments, direction);
    }
    return {};
  }

 private:
  const C* value(size_t input, int64_t offset) const {
    return values_[input].empty() ? nullptr : values_[input].data() + offset;
  }

  Status read_lengths(const LaunchArguments& arguments) {
    lengths_.assign(static_cast<size_t>(e_.batch), e_.steps);
    if (!problem_.has_input(kLengths)) return {};
    const auto* given = static_cast<const int32_t*>(arguments.inputs[kLengths]);
    for (int64_t b = 0; b < e_.batch; ++b) {
      if (given[b] < 0 || given[b] > e_.steps) {
        return invalid_input("recurrent: a sequence is longer than there are steps.");
      }
      lengths_[static_cast<size_t>(b)] = given[b];
    }
    return {};
  }

  Cell<C> make_cell(int64_t direction) const {
    Cell<C> cell;
    const int64_t rows = e_.gates * e_.hidden;
    const size_t each = activations_.size() / static_cast<size_t>(e_.directions);
    const auto first = activations_.begin() + static_cast<std::ptrdiff_t>(each) * direction;
    cell.kind = problem_.cell;
    cell.hidden = e_.hidden;
    cell.r = value(kR, direction * rows * e_.hidden);
    cell.r_bias = value(kBias, direction * 2 * rows + rows);
    cell.peepholes = value(kPeepholes, direction * 3 * e_.hidden);
    cell.activations.assign(first, first + static_cast<std::ptrdiff_t>(each));
    cell.clip = problem_.clip;
    cell.input_forget = problem_.input_forget;
    cell.linear_before_reset = problem_.linear_before_reset;
    return cell;
  }

  /// W x + bias for every step at once, [B, T, G*H].
  void project(int64_t direction) {
    const int64_t rows = e_.gates * e_.hidden;
    const C* w = value(kW, direction * rows * e_.inputs);
    const C* bias = value(kBias, direction * 2 * rows);
    const int64_t count = e_.steps * e_.batch;
    for_each_index(count, threads_for(count * rows * e_.inputs, threads_), [&](int64_t i) {
      const int64_t b = i / e_.steps, t = i % e_.steps;
      const int64_t at = problem_.batch_first ? b * e_.steps + t : t * e_.batch + b;
      dot_rows(w, value(kX, at * e_.inputs), bias, rows, e_.inputs, gates_.data() + i * rows);
    });
  }

  int64_t state_offset(int64_t direction, int64_t b) const {
    return (problem_.batch_first ? b * e_.directions + direction : direction * e_.batch + b) *
           e_.hidden;
  }

  int64_t y_offset(int64_t direction, int64_t b, int64_t t) const {
    const int64_t row = problem_.batch_first ? (b * e_.steps + t) * e_.directions + direction
                                             : (t * e_.directions + direction) * e_.batch + b;
    return row * e_.hidden;
  }

  void store(const LaunchArguments& arguments, size_t output, int64_t offset, const C* from) {
    const auto& desc = problem_.outputs[output];
    if (desc.type == DataType::kUndefined) return;
    store_function<C>(desc.type)(from, e_.hidden,
                                 at(arguments.outputs[output], offset, element_bytes(desc.type)));
  }

  void run_direction(const LaunchArguments& arguments, int64_t direction) {
    project(direction);
    const Cell<C> cell = make_cell(direction);
    const int64_t work = e_.steps * e_.gates * e_.hidden * e_.hidden * e_.batch;
    for_each_index(e_.batch, threads_for(work, threads_),
                   [&](int64_t b) { run_sequence(arguments, cell, direction, b); });
  }

  void run_sequence(const LaunchArguments& arguments, const Cell<C>& cell, int64_t direction,
                    int64_t b) {
    C* h = state_h_.data() + b * e_.hidden;
    C* c = state_c_.data() + b * e_.hidden;
    C* scratch = scratch_.data() + b * 6 * e_.hidden;
    start_state(kInitialH, direction, b, h);
    start_state(kInitialC, direction, b, c);
    const bool backwards = problem_.direction == Direction::kReverse || direction == 1;
    const int64_t length = lengths_[static_cast<size_t>(b)];
    for (int64_t i = 0; i < length; ++i) {
      const int64_t t = backwards ? length - 1 - i : i;
      cell.step(gates_.data() + (b * e_.steps + t) * e_.gates * e_.hidden, h, c, scratch);
      store(arguments, kY, y_offset(direction, b, t), h);
    }
    store(arguments, kLastH, state_offset(direction, b), h);
    if (problem_.cell == CellKind::kLstm) {
      store(arguments, kLastC, state_offset(direction, b), c);
    }
    std::fill(scratch, scratch + e_.hidden, C(0));
    for (int64_t t = length; t < e_.steps; ++t) {
      store(arguments, kY, y_offset(direction, b, t), scratch);
    }
  }

  void start_state(size_t input, int64_t direction, int64_t b, C* state) const {
    const C* given = value(input, state_offset(direction, b));
    if (given == nullptr) {
      std::fill(state, state + e_.hidden, C(0));
    } else {
      std::copy(given, given + e_.hidden, state);
    }
  }

  RecurrentProblem problem_;
  std::vector<CellActivation> activations_;
  Extents e_;
  int threads_;
  std::array<std::vector<C>, 8> values_;
  std::vector<C> gates_, state_h_, state_c_, scratch_;
  std::vector<int64_t> lengths_;
};

}  // namespace

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads) {
  NIGHTJAR_ASSIGN(const RecurrentProblem parsed, RecurrentProblem::from_problem(problem));
  NIGHTJAR_ASSIGN(auto activations, cell_activations(parsed));
  if (!extents_fit(parsed, Extents::of(parsed))) {
    return invalid_input("recurrent: the extents do not fit: " + problem.to_string() + ".");
  }
  using Opened = std::unique_ptr<Launchable>;
  if (parsed.inputs[kX].type == DataType::kFloat64) {
    return Opened(std::make_unique<PlainRecurrent<double>>(parsed, activations, threads));
  }
  return Opened(std::make_unique<PlainRecurrent<float>>(parsed, activations, threads));
}

}  // namespace nightjar::kernels::recurrent
