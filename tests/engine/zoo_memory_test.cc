// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Activations of every zoo model lie within a tenth of the least that their lifetimes allow.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/build/fuse_pointwise.h"
#include "engine/build/layout/assign_layout.h"
#include "engine/build/program.h"
#include "engine/onnx/onnx.h"
#include "engine/optimize/pipeline.h"
#include "engine/plan/memory_plan.h"
#include "scenarios/zoo/zoo.h"

namespace nightjar::engine {
namespace {

using build::Program;
using plan::TensorIndex;
using plan::TensorRole;

constexpr double kMostOfBound = 1.1;

TensorIndex root_of(const Program& program, TensorIndex index) {
  const TensorIndex of = program.tensors[static_cast<size_t>(index)].facts.alias_of;
  return of == plan::kAbsent ? index : root_of(program, of);
}

size_t bytes_of(const plan::PlanTensor& tensor, int64_t batch) {
  std::vector<std::string> names;
  for (const tensor::Dim& extent : tensor.desc.shape) extent.collect_symbols(names);
  tensor::SymbolValues symbols;
  for (const std::string& name : names) symbols[name] = batch;
  const auto dims = tensor::evaluate(tensor.desc.shape, symbols).value();
  return static_cast<size_t>(tensor::bytes_for(tensor.desc.type, tensor::element_count(dims)));
}

/// From the step that writes a tensor to the last one that touches it, aliases included; inputs,
/// outputs and weights lie elsewhere.
std::vector<plan::Lifetime> lifetimes_of(const Program& program, int64_t batch) {
  std::vector<plan::Lifetime> lifetimes(program.tensors.size(), {-1, -1, 0});
  std::vector<bool> elsewhere(program.tensors.size(), false);
  for (size_t i = 0; i < program.tensors.size(); ++i) {
    if (program.tensors[i].facts.role == TensorRole::kActivation) continue;
    elsewhere[static_cast<size_t>(root_of(program, static_cast<TensorIndex>(i)))] = true;
  }
  for (size_t step = 0; step < program.steps.size(); ++step) {
    for (const auto* indices : {&program.steps[step].inputs, &program.steps[step].outputs}) {
      for (const TensorIndex index : *indices) {
        if (index == plan::kAbsent) continue;
        const auto root = static_cast<size_t>(root_of(program, index));
        if (elsewhere[root]) continue;
        plan::Lifetime& lifetime = lifetimes[root];
        if (lifetime.first < 0) lifetime.first = static_cast<int64_t>(step);
        lifetime.last = static_cast<int64_t>(step);
        lifetime.byte_count = bytes_of(program.tensors[root].facts, batch);
      }
    }
  }
  return lifetimes;
}

Program program_of(const network::Network& optimized, tensor::Layout layout) {
  network::Network network = optimized;
  EXPECT_TRUE(build::assign_layout(network, layout).ok());
  EXPECT_TRUE(optimize::remove_dead_code(network).ok());
  Program program = build::make_program(network).value();
  build::fuse_pointwise(program);
  return program;
}

TEST(ZooMemory, IsWithinATenthOfWhatLifetimesAllow) {
  std::string table = fmt::format("{:<16} {:<18} {:>5} {:>14} {:>14} {:>6}\n", "model", "layout",
                                  "batch", "planned", "bound", "ratio");
  for (const auto& model : zoo::models()) {
    const auto bytes = zoo::make_model(model.name);
    ASSERT_TRUE(bytes.ok()) << bytes.error().message;
    network::Network network = onnx::import_model(*bytes, "").value();
    ASSERT_TRUE(optimize::run_pipeline(network).ok());
    for (const auto layout : {tensor::Layout::kChannelsLast, tensor::Layout::kChannelsBlocked16}) {
      const Program program = program_of(network, layout);
      for (const int64_t batch : {1, 8}) {
        const auto lifetimes = lifetimes_of(program, batch);
        const size_t planned = plan::plan_memory(lifetimes)->total_bytes;
        const size_t bound = plan::memory_lower_bound(lifetimes);
        const double ratio = static_cast<double>(planned) / static_cast<double>(bound);
        table += fmt::format("{:<16} {:<18} {:>5} {:>14} {:>14} {:>6.3f}\n", model.name,
                             tensor::name_of(layout), batch, planned, bound, ratio);
        EXPECT_LE(ratio, kMostOfBound) << model.name << " at batch " << batch;
      }
    }
  }
  std::fputs(table.c_str(), stdout);
}

}  // namespace
}  // namespace nightjar::engine
