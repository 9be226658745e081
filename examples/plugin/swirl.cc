// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A plugin in a shared library: Swirl adds to each row the row before it, times a factor.
#include "engine/plugin.h"

namespace {

using namespace nightjar;

constexpr const char* kName = "example.Swirl.v1";

class Swirl final : public kernels::Launchable {
 public:
  Swirl(int64_t rows, int64_t columns, float factor)
      : rows_(rows), columns_(columns), factor_(factor) {}

  Status launch(const kernels::LaunchArguments& arguments) override {
    const auto* x = static_cast<const float*>(arguments.inputs[0]);
    auto* y = static_cast<float*>(arguments.outputs[0]);
    for (int64_t row = 0; row < rows_; ++row) {
      const int64_t before = (row + rows_ - 1) % rows_;
      for (int64_t column = 0; column < columns_; ++column) {
        y[row * columns_ + column] =
            x[row * columns_ + column] + factor_ * x[before * columns_ + column];
      }
    }
    return {};
  }

 private:
  int64_t rows_, columns_;
  float factor_;
};

/// The judge; a faster one for a device would stand beside it, under another name and source.
class PlainSwirl final : public kernels::Tactic {
 public:
  std::string_view name() const override { return "plugin.example.Swirl.plain.v1"; }
  std::string_view family() const override { return "plugin.example.Swirl.v1"; }
  kernels::TacticSource source() const override { return kernels::TacticSource::kPlain; }
  bool supports(const kernels::Problem& problem, const device::DeviceInfo&) const override {
    return problem.inputs.size() == 1;
  }
  Result<std::unique_ptr<kernels::Launchable>> open(const kernels::Problem& problem,
                                                    const std::string&, std::span<const std::byte>,
                                                    device::Device&) const override {
    const tensor::Dims dims = kernels::dims_of(problem.inputs[0]);
    const double factor = problem.attributes.get_float("factor", 1);
    return std::unique_ptr<kernels::Launchable>(
        std::make_unique<Swirl>(dims[0], dims[1], static_cast<float>(factor)));
  }
};

class SwirlPlugin final : public engine::Plugin {
 public:
  std::string name() const override { return kName; }

  Result<std::vector<tensor::TensorDesc>> outputs(std::span<const tensor::TensorDesc> inputs,
                                                  const tensor::Attributes&) const override {
    const bool fits = inputs.size() == 1 && inputs[0].type == tensor::DataType::kFloat32 &&
                      inputs[0].shape.size() == 2;
    if (!fits) return invalid_input("it takes one float32 matrix");
    return std::vector<tensor::TensorDesc>{inputs[0]};
  }

  std::vector<const kernels::Tactic*> tactics() const override { return {&plain_}; }

 private:
  PlainSwirl plain_;
};

}  // namespace

extern "C" const nightjar::engine::Plugin* nightjar_plugin_v1() {
  static const SwirlPlugin kPlugin;
  return &kPlugin;
}
