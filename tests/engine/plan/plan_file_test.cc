// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "engine/plan/plan.h"
#include "engine/plan/strip.h"

namespace nightjar::plan {
namespace {

using tensor::DataType;
using tensor::Dim;

PlanTensor named(const std::string& name, tensor::Shape shape, TensorRole role) {
  PlanTensor tensor;
  tensor.name = name;
  tensor.desc = {DataType::kFloat32, std::move(shape), tensor::Layout::kRowMajor};
  tensor.role = role;
  return tensor;
}

/// A plan with one of everything the format has.
Plan sample_plan() {
  static const std::vector<std::byte> kWeights(192, std::byte{42});
  Plan plan;
  plan.model_name = "sample";
  plan.precision = "fp32";
  plan.fingerprint = {"cpu test x2", {{"onednn", "2.6.3"}}};
  const PlanTensor input = named("x", {Dim::symbol("N"), 4}, TensorRole::kInput);
  PlanTensor weights = named("w", {4, 4}, TensorRole::kConstant);
  weights.weights = {64, 64};
  const PlanTensor output = named("y", {Dim::symbol("N"), 4}, TensorRole::kOutput);
  PlanTensor view = named("v", {Dim::symbol("N") * 4}, TensorRole::kActivation);
  view.alias_of = 2;
  plan.tensors = {input, weights, output, view};
  PlanStep step;
  step.name = "gemm";
  step.tactic = "gemm.plain.v1";
  step.problem = {std::byte{1}, std::byte{2}};
  step.blob = {128, 64};
  step.inputs = {0, 1, kAbsent};
  step.outputs = {2};
  step.nodes = {"MatMul_0", "Add_1"};
  step.operation = "FusedGemm";
  step.tuned_ns = 12.5;
  plan.steps = {step};
  plan.inputs = {0};
  plan.outputs = {2};
  plan.output_names = {"y"};
  plan.decisions_json = "{}";
  plan.weights = kWeights;
  return plan;
}

TEST(PlanFile, ProfilesAndTheNetworkInsideComeBack) {
  Plan plan = sample_plan();
  plan.profiles = {{{{"x", {{1, 4}, {2, 4}, {8, 4}}}}}};
  plan.network = {std::byte{1}, std::byte{2}};
  plan.is_optimized = false;
  const auto bytes = write_plan(plan);
  const auto read = read_plan(bytes, nullptr);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->profiles, plan.profiles);
  EXPECT_EQ(read->network, plan.network);
  EXPECT_FALSE(read->is_optimized);
}

TEST(PlanFile, StrippedPlansHaveNoWeightsAndSayHowManyTheyHad) {
  const Plan plan = sample_plan();
  const auto bytes = write_plan(strip_weights(plan));
  EXPECT_LT(bytes.size(), write_plan(plan).size());
  const auto read = read_plan(bytes, nullptr);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_TRUE(read->is_stripped);
  EXPECT_TRUE(read->weights.empty());
  EXPECT_EQ(read->weight_bytes, plan.weights.size());
  EXPECT_EQ(read->steps, plan.steps);
  EXPECT_EQ(write_plan(strip_weights(*read)), bytes);
}

TEST(PlanFile, EverythingComesBack) {
  const Plan plan = sample_plan();
  const auto bytes = write_plan(plan);
  const auto read = read_plan(bytes, nullptr);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->model_name, plan.model_name);
  EXPECT_EQ(read->precision, plan.precision);
  EXPECT_EQ(read->fingerprint, plan.fingerprint);
  EXPECT_EQ(read->tensors, plan.tensors);
  EXPECT_EQ(read->steps, plan.steps);
  EXPECT_EQ(read->inputs, plan.inputs);
  EXPECT_EQ(read->outputs, plan.outputs);
  EXPECT_EQ(read->output_names, plan.output_names);
  EXPECT_EQ(read->decisions_json, plan.decisions_json);
  EXPECT_EQ(read->weights.size(), plan.weights.size());
  EXPECT_EQ(write_plan(*read), bytes);
}

TEST(PlanFile, AScriptAndItsPartsComeBack) {
  Plan plan = sample_plan();
  plan.script = {std::byte{7}, std::byte{8}, std::byte{9}};
  plan.parts = {sample_plan(), sample_plan()};
  plan.parts[1].model_name = "second";
  const auto bytes = write_plan(plan);
  const auto read = read_plan(bytes, nullptr);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_TRUE(read->is_scripted());
  EXPECT_EQ(read->script, plan.script);
  ASSERT_EQ(read->parts.size(), 2u);
  EXPECT_EQ(read->parts[1].model_name, "second");
  EXPECT_EQ(read->parts[1].steps, plan.parts[1].steps);
  EXPECT_EQ(write_plan(*read), bytes);
}

TEST(PlanFile, PartsOfPartsAreRefused) {
  Plan plan = sample_plan();
  plan.parts = {sample_plan()};
  plan.parts[0].parts = {sample_plan()};
  const auto read = read_plan(write_plan(plan), nullptr);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().message, "part 0: part 0: plans lie too deep in each other");
}

TEST(PlanFile, EveryTruncationIsRefused) {
  const auto bytes = write_plan(sample_plan());
  for (size_t size = 0; size < bytes.size(); size += 7) {
    EXPECT_FALSE(read_plan(std::span(bytes).first(size), nullptr).ok()) << size;
  }
}

TEST(PlanFile, EveryFlippedBitInASectionIsFound) {
  auto bytes = write_plan(sample_plan());
  std::mt19937 random(3);
  const size_t weights_at = 4 * 4096, graph_at = 2 * 4096;
  for (const size_t at : {size_t{0}, size_t{9}, size_t{40}, graph_at + 3, weights_at + 100}) {
    const std::byte before = bytes[at];
    bytes[at] ^= std::byte{static_cast<unsigned char>(1u << (random() % 8))};
    EXPECT_FALSE(read_plan(bytes, nullptr).ok()) << "byte " << at;
    bytes[at] = before;
  }
  EXPECT_TRUE(read_plan(bytes, nullptr).ok());
}

TEST(PlanFile, WhatIsSpareIsNeitherReadNorChecked) {
  const std::vector<std::byte> weights(size_t{9} << 20, std::byte{7});
  Plan plan = sample_plan();
  plan.weights = weights;
  plan.spare = {{192, size_t{5} << 20}, {size_t{6} << 20, 100}};  // over the end of a chunk
  auto bytes = write_plan(plan);
  const auto read = read_plan(bytes, nullptr);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->spare, plan.spare);
  EXPECT_EQ(write_plan(*read), bytes);
  const size_t weights_at = 4 * 4096, last = weights.size() - 1, mib = size_t{1} << 20;
  const auto is_found_at = [&](size_t at) {
    bytes[weights_at + at] ^= std::byte{1};
    const bool is_found = !read_plan(bytes, nullptr).ok();
    bytes[weights_at + at] ^= std::byte{1};
    return is_found;
  };
  for (const size_t at :
       {size_t{0}, size_t{191}, 5 * mib + 192, 6 * mib - 1, 6 * mib + 100, last}) {
    EXPECT_TRUE(is_found_at(at)) << at;
  }
  for (const size_t at : {size_t{192}, 4 * mib, 5 * mib + 191, 6 * mib, 6 * mib + 99}) {
    EXPECT_FALSE(is_found_at(at)) << at;
  }
}

TEST(PlanFile, SpareRunsOutsideOrInEachOtherAreRefused) {
  const std::vector<std::vector<WeightSpan>> all = {
      {{128, 65}}, {{193, 1}}, {{64, 0}}, {{64, 64}, {100, 10}}, {{64, 64}, {0, 64}}};
  for (const std::vector<WeightSpan>& spare : all) {
    Plan plan = sample_plan();
    plan.spare = spare;
    const auto read = read_plan(write_plan(plan), nullptr);
    ASSERT_FALSE(read.ok());
    EXPECT_NE(read.error().message.find("spare weights at byte"), std::string::npos);
  }
}

TEST(PlanFile, AFutureFormatIsNamed) {
  auto bytes = write_plan(sample_plan());
  bytes[8] = std::byte{99};
  const auto read = read_plan(bytes, nullptr);
  ASSERT_FALSE(read.ok());
  EXPECT_NE(read.error().message.find("99"), std::string::npos) << read.error().message;
}

TEST(PlanFile, IndicesOutsideAreRefused) {
  Plan plan = sample_plan();
  plan.steps[0].inputs[0] = 17;
  EXPECT_FALSE(read_plan(write_plan(plan), nullptr).ok());
  plan = sample_plan();
  plan.tensors[3].alias_of = 3;
  EXPECT_FALSE(read_plan(write_plan(plan), nullptr).ok());
  plan = sample_plan();
  plan.tensors[1].weights = {128, 128};
  EXPECT_FALSE(read_plan(write_plan(plan), nullptr).ok());
}

/// Nothing in a plan is believed that would make a kernel read or write where it must not.
TEST(PlanFile, TensorsThatNoKernelMayTouchAreRefused) {
  const auto refusal = [](void (*spoil)(Plan&)) {
    Plan plan = sample_plan();
    spoil(plan);
    const auto read = read_plan(write_plan(plan), nullptr);
    return read.ok() ? std::string("taken") : read.error().message;
  };
  EXPECT_EQ(refusal([](Plan& plan) {
              plan.tensors[1].weights = {64, 0};
            }),
            "step 'gemm' reads constant 'w', which has no bytes");
  EXPECT_EQ(refusal([](Plan& plan) {
              plan.steps[0].inputs = {0, kAbsent, kAbsent};  // packed by its kernel
              plan.tensors[1].weights = {64, 0};
            }),
            "taken");
  EXPECT_EQ(refusal([](Plan& plan) {
              PlanTensor view = named("view", {5, 4}, TensorRole::kConstant);
              view.alias_of = 1;
              plan.tensors.push_back(view);
            }),
            "tensor 'view' is larger than 'w', whose bytes it shares");
  EXPECT_EQ(refusal([](Plan& plan) { plan.steps[0].outputs = {1}; }),
            "step 'gemm' writes to 'w', which is an input or a constant");
  EXPECT_EQ(refusal([](Plan& plan) { plan.steps[0].outputs = {0}; }),
            "step 'gemm' writes to 'x', which is an input or a constant");
  EXPECT_EQ(refusal([](Plan& plan) { plan.tensors[2].alias_of = 0; }),
            "tensor 'y' cannot share the bytes of 'x': they are owned by different sides");
  EXPECT_EQ(refusal([](Plan& plan) { plan.inputs = {}; }),
            "tensor 'x' is an input or output and not listed as one");
  EXPECT_EQ(refusal([](Plan& plan) {
              plan.tensors.push_back(named("huge", {int64_t{1} << 62}, TensorRole::kActivation));
            }).find("tensor 'huge' of 4611686018427387904 has more elements"),
            0u);
}

TEST(PlanFile, SavedFilesAreMappedBack) {
  const auto folder = std::filesystem::temp_directory_path() / "nightjar_plan_file_test";
  std::filesystem::create_directories(folder);
  const std::string path = folder / "sample.plan";
  const auto bytes = write_plan(sample_plan());
  ASSERT_TRUE(save_plan_file(path, bytes).ok());
  const auto loaded = load_plan_file(path);
  ASSERT_TRUE(loaded.ok()) << loaded.error().message;
  EXPECT_EQ(write_plan(*loaded), bytes);
  std::filesystem::resize_file(path, bytes.size() - 1);
  const auto truncated = load_plan_file(path);
  ASSERT_FALSE(truncated.ok());
  EXPECT_NE(truncated.error().message.find(path), std::string::npos);
  EXPECT_FALSE(load_plan_file(folder / "absent.plan").ok());
  EXPECT_FALSE(save_plan_file(folder / "no" / "such" / "folder.plan", bytes).ok());
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace nightjar::plan
