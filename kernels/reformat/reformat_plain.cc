// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// reformat.plain.v1: runs of positions, a block of channels at a time so that lines are reused.
#include <algorithm>
#include <array>
#include <utility>

#include "kernels/common/channel_order.h"
#include "kernels/common/convert.h"
#include "kernels/common/spaced_run.h"
#include "kernels/common/threads.h"
#include "kernels/reformat/reformat.h"
#include "kernels/reformat/tactics.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;

constexpr int64_t kRun = 256;

/// The type that holds both ends' values on the way.
enum class Way : uint8_t { kUnchanged, kFloat, kDouble, kInteger };

bool is_short_float(DataType type) {
  return type == DataType::kFloat16 || type == DataType::kBFloat16 || type == DataType::kFloat32;
}

Way way_between(DataType from, DataType to) {
  if (from == to) return Way::kUnchanged;
  if (is_short_float(from) && is_short_float(to)) return Way::kFloat;
  if (tensor::is_float(from) || tensor::is_float(to)) return Way::kDouble;
  return Way::kInteger;
}

template <typename T>
void convert_run(DataType from_type, const void* from, int64_t from_stride, int64_t count,
                 DataType to_type, void* to, int64_t to_stride) {
  std::array<T, kRun> values;
  load_spaced(from_type, from, from_stride, count, values.data());
  store_spaced(to_type, values.data(), count, to, to_stride);
}

class PlainReformat final : public Launchable {
 public:
  PlainReformat(const ReformatProblem& problem, int threads)
      : x_type_(problem.x.type),
        y_type_(problem.y.type),
        way_(way_between(x_type_, y_type_)),
        threads_(threads),
        x_(channel_order(problem.x.layout, dims_of(problem.x))),
        y_(channel_order(problem.y.layout, dims_of(problem.y))) {
    // Equal orders are one run, whatever the axes mean.
    if (problem.x.layout != problem.y.layout) return;
    x_ = y_ = channel_order(tensor::Layout::kRowMajor, {tensor::element_count(dims_of(problem.x))});
  }

  Status launch(const LaunchArguments& arguments) override {
    const int64_t block = tensor::kChannelBlock;
    const int64_t blocks = (x_.channels + block - 1) / block;
    const int64_t runs = (x_.spatial + kRun - 1) / kRun;
    for_each_index(x_.batch * blocks * runs, threads_, [&](int64_t unit) {
      const int64_t n = unit / (blocks * runs), first_c = unit / runs % blocks * block;
      const int64_t s = unit % runs * kRun;
      const int64_t count = std::min(kRun, x_.spatial - s);
      for (int64_t c = first_c; c < std::min(first_c + block, x_.channels); ++c) {
        move_run(at(arguments.inputs[0], x_.offset(n, c, s), element_bytes(x_type_)), count,
                 at(arguments.outputs[0], y_.offset(n, c, s), element_bytes(y_type_)));
      }
    });
    return {};
  }

 private:
  void move_run(const void* from, int64_t count, void* to) const {
    const int64_t from_stride = x_.spatial_stride, to_stride = y_.spatial_stride;
    switch (way_) {
      case Way::kUnchanged:
        return copy_spaced(element_bytes(x_type_), from, from_stride, count, to, to_stride);
      case Way::kFloat:
        return convert_run<float>(x_type_, from, from_stride, count, y_type_, to, to_stride);
      case Way::kDouble:
        return convert_run<double>(x_type_, from, from_stride, count, y_type_, to, to_stride);
      case Way::kInteger:
        return convert_run<uint64_t>(x_type_, from, from_stride, count, y_type_, to, to_stride);
    }
  }

  DataType x_type_, y_type_;
  Way way_;
  int threads_;
  ChannelOrder x_, y_;
};

class PlainReformatTactic final : public Tactic {
 public:
  std::string_view name() const override { return "reformat.plain.v1"; }
  std::string_view family() const override { return "reformat"; }
  TacticSource source() const override { return TacticSource::kPlain; }

  bool supports(const Problem& problem, const device::DeviceInfo&) const override {
    const auto reformat = ReformatProblem::from_problem(problem);
    if (!reformat.ok()) return false;
    const DataType from = reformat->x.type, to = reformat->y.type;
    const bool moves_bytes = from == to && (element_bytes(from) == 1 || element_bytes(from) == 2 ||
                                            element_bytes(from) == 4 || element_bytes(from) == 8);
    return moves_bytes || (is_convertible(from) && is_convertible(to));
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string&,
                                           std::span<const std::byte>,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const ReformatProblem reformat, ReformatProblem::from_problem(problem));
    return std::unique_ptr<Launchable>(
        std::make_unique<PlainReformat>(reformat, device.info().cores));
  }
};

}  // namespace

const Tactic* reformat_plain_tactic() {
  static const PlainReformatTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
