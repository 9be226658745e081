// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What a user of the face sees: logs, progress, layers, new weights and operators of their own.
#include <gtest/gtest.h>

#include "engine/engine.h"

namespace nightjar::engine {
namespace {

Network product_network(double scale) {
  Network network;
  const auto x =
      network.add_input("x", {tensor::DataType::kFloat32, {tensor::Dim::symbol("N"), 8}});
  HostTensor weights(tensor::DataType::kFloat32, {8, 3});
  for (int64_t i = 0; i < weights.count(); ++i) weights.set_value(i, scale * double(i));
  network::Op op;
  op.name = "product";
  op.type = "MatMul";
  op.origins = {"product"};
  op.inputs = {x, network.add_constant("w", std::move(weights))};
  network.add_output(network.add_op(std::move(op), 1)->front(), "y");
  return network;
}

class KeepingLogger final : public Logger {
 public:
  void log(Severity severity, const std::string& message) override {
    text += std::string(to_string(severity)) + ": " + message + "\n";
  }
  std::string text;
};

class CountingMonitor final : public ProgressMonitor {
 public:
  void phase_start(const std::string&, size_t) override { ++started; }
  bool step_complete(const std::string&, size_t) override { return goes_on; }
  void phase_finish(const std::string&) override { ++finished; }
  int started = 0, finished = 0;
  bool goes_on = true;
};

class KeepingProfiler final : public Profiler {
 public:
  void report_layer_time(const std::string& layer, double ms) override {
    layers.push_back(layer);
    EXPECT_GE(ms, 0);
  }
  std::vector<std::string> layers;
};

class FaceTest : public ::testing::Test {
 protected:
  FaceTest() : device_(device::make_cpu_device(1)) { config_.options.level = 1; }

  Result<BuildOutcome> build(const Network& network) {
    return Builder(*device_, logger_, clock_).build(network, config_);
  }

  std::unique_ptr<device::Device> device_;
  SystemClock clock_;
  KeepingLogger logger_;
  BuildConfig config_;
};

TEST_F(FaceTest, ABuildIsLoggedAndMonitored) {
  CountingMonitor monitor;
  config_.set_progress_monitor(&monitor);
  ASSERT_TRUE(build(product_network(0.1)).ok());
  EXPECT_EQ(monitor.started, 1);
  EXPECT_EQ(monitor.finished, 1);
  EXPECT_NE(logger_.text.find("info: 1 steps"), std::string::npos) << logger_.text;
  monitor.goes_on = false;
  const auto cancelled = build(product_network(0.1));
  ASSERT_FALSE(cancelled.ok());
  EXPECT_EQ(cancelled.error().kind, ErrorKind::kCancelled);
  EXPECT_EQ(monitor.finished, 2);
  EXPECT_NE(logger_.text.find("error: the build was cancelled"), std::string::npos);
}

TEST_F(FaceTest, LayersAreInspectedAndTimed) {
  const auto built = build(product_network(0.1));
  const auto engine = Runtime(*device_, logger_).load(built->bytes).value();
  const Inspector inspector(engine);
  ASSERT_EQ(inspector.layer_count(), 1u);
  EXPECT_NE(inspector.layer_information(0).find("from product"), std::string::npos);
  EXPECT_EQ(inspector.decisions(), built->plan.decisions_json);
  const auto context = Context::create(engine).value();
  const HostTensor x(tensor::DataType::kFloat32, {2, 8});
  HostTensor y(tensor::DataType::kFloat32, {2, 3});
  ASSERT_TRUE(context->set_input_dims({{"x", {2, 8}}}).ok());
  ASSERT_TRUE(context->bind_input("x", x.bytes()).ok());
  ASSERT_TRUE(context->bind_output("y", y.bytes()).ok());
  KeepingProfiler profiler;
  ASSERT_TRUE(profile_once(*context, *device_->make_stream().value(), profiler).ok());
  EXPECT_EQ(profiler.layers, std::vector<std::string>{"product"});
}

TEST_F(FaceTest, WeightsAreRefitted) {
  config_.options.strip_weights = true;
  const auto stripped = build(product_network(0.1));
  Runtime runtime(*device_, logger_);
  EXPECT_FALSE(runtime.load(stripped->bytes).ok());
  EXPECT_NE(logger_.text.find("error: the plan's weights were left out"), std::string::npos);
  Refitter refitter(plan::read_plan(stripped->bytes, nullptr).value(), *device_, logger_, clock_);
  const auto refitted = refitter.refit(product_network(0.5));
  ASSERT_TRUE(refitted.ok()) << refitted.error().message;
  const auto context = Context::create(runtime.load(refitted->bytes).value()).value();
  const auto ones = HostTensor::of_floats({1, 8}, std::vector<float>(8, 1.0f));
  EXPECT_NEAR(context->run({{"x", ones}})->at("y").value_at(0),
              0.5 * (0 + 3 + 6 + 9 + 12 + 15 + 18 + 21), 1e-4);
}

class Doubling final : public kernels::Launchable {
 public:
  explicit Doubling(int64_t count, float factor) : count_(count), factor_(factor) {}
  Status launch(const kernels::LaunchArguments& arguments) override {
    const auto* x = static_cast<const float*>(arguments.inputs[0]);
    auto* y = static_cast<float*>(arguments.outputs[0]);
    for (int64_t i = 0; i < count_; ++i) y[i] = factor_ * x[i];
    return {};
  }

 private:
  int64_t count_;
  float factor_;
};

class DoublingTactic final : public kernels::Tactic {
 public:
  DoublingTactic(std::string name, kernels::TacticSource source, float factor)
      : name_(std::move(name)), source_(source), factor_(factor) {}
  std::string_view name() const override { return name_; }
  std::string_view family() const override { return "plugin.test.Double.v1"; }
  kernels::TacticSource source() const override { return source_; }
  bool supports(const kernels::Problem&, const device::DeviceInfo&) const override { return true; }
  Result<std::unique_ptr<kernels::Launchable>> open(const kernels::Problem& problem,
                                                    const std::string&, std::span<const std::byte>,
                                                    device::Device&) const override {
    const int64_t count = tensor::element_count(kernels::dims_of(problem.inputs[0]));
    return std::unique_ptr<kernels::Launchable>(std::make_unique<Doubling>(count, factor_));
  }

 private:
  std::string name_;
  kernels::TacticSource source_;
  float factor_;
};

class DoublingPlugin final : public Plugin {
 public:
  explicit DoublingPlugin(bool has_judge = true) : has_judge_(has_judge) {}
  std::string name() const override { return "test.Double.v1"; }
  Result<std::vector<tensor::TensorDesc>> outputs(std::span<const tensor::TensorDesc> inputs,
                                                  const tensor::Attributes&) const override {
    if (inputs.size() != 1) return invalid_input("it takes one input");
    return std::vector<tensor::TensorDesc>{inputs[0]};
  }
  std::vector<const kernels::Tactic*> tactics() const override {
    if (!has_judge_) return {&wrong_};
    return {&plain_, &wrong_};
  }

 private:
  DoublingTactic plain_{"plugin.test.Double.plain.v1", kernels::TacticSource::kPlain, 2};
  DoublingTactic wrong_{"plugin.test.Double.wrong.v1", kernels::TacticSource::kOwn, 3};
  bool has_judge_;
};

Result<Network> doubling_network(const Plugin& plugin, size_t inputs = 1) {
  Network network;
  const auto x = network.add_input("x", {tensor::DataType::kFloat32, {tensor::Dim::symbol("N")}});
  NIGHTJAR_ASSIGN(const auto y, add_plugin_op(network, plugin, "double",
                                              std::vector<network::TensorId>(inputs, x)));
  network.add_output(y.front(), "y");
  return network;
}

TEST_F(FaceTest, AnOperatorOfTheUsersIsJudgedByItsOwnPlainTactic) {
  const DoublingPlugin plugin;
  config_.add_plugin(plugin);
  const auto built = build(doubling_network(plugin).value());
  ASSERT_TRUE(built.ok()) << built.error().message;
  EXPECT_EQ(built->plan.steps[0].tactic, "plugin.test.Double.plain.v1");
  EXPECT_NE(logger_.text.find("plugin.test.Double.wrong.v1 was not trusted"), std::string::npos);
  Runtime runtime(*device_, logger_);
  EXPECT_NE(runtime.load(built->bytes).error().message.find("load its plugin"), std::string::npos);
  runtime.add_plugin(plugin);
  const auto context = Context::create(runtime.load(built->bytes).value()).value();
  const auto x = HostTensor::of_floats({3}, std::vector<float>{1, -2, 5});
  EXPECT_EQ(context->run({{"x", x}})->at("y").value_at(2), 10);
}

TEST_F(FaceTest, APlanWithAnOperatorOfTheUsersIsRefitted) {
  const DoublingPlugin plugin;
  config_.add_plugin(plugin);
  const auto built = build(doubling_network(plugin).value());
  ASSERT_TRUE(built.ok()) << built.error().message;
  Refitter refitter(plan::read_plan(built->bytes, nullptr).value(), *device_, logger_, clock_);
  refitter.add_plugin(plugin);
  const auto refitted = refitter.refit(doubling_network(plugin).value());
  ASSERT_TRUE(refitted.ok()) << refitted.error().message;
  EXPECT_EQ(refitted->bytes, built->bytes);
}

TEST_F(FaceTest, NodesOfOtherDomainsAreAPluginsByNameAndVersion) {
  const DoublingPlugin plugin;
  const PluginOperators operators({&plugin});
  const tensor::TensorDesc x{tensor::DataType::kFloat32, {3}};
  EXPECT_TRUE(operators.has("test", "Double"));
  EXPECT_FALSE(operators.has("test", "Dou"));
  EXPECT_FALSE(operators.has("", "Double"));
  EXPECT_TRUE(operators.make({"test", "Double", 1, {x}, {}}).ok());
  EXPECT_NE(operators.make({"test", "Double", 2, {x}, {}})
                .error()
                .message.find("wants plugin 'test.Double.v2'"),
            std::string::npos);
  EXPECT_NE(operators.make({"test", "Double", 1, {x, x}, {}}).error().message.find("one input"),
            std::string::npos);
}

TEST_F(FaceTest, PluginsThatDoNotFitAreRefused) {
  EXPECT_NE(doubling_network(DoublingPlugin(), 2).error().message.find("it takes one input"),
            std::string::npos);
  const DoublingPlugin no_judge(false);
  config_.add_plugin(no_judge);
  EXPECT_NE(build(doubling_network(no_judge).value()).error().message.find("to judge the others"),
            std::string::npos);
  EXPECT_FALSE(load_plugin("/nonexistent/library.so").ok());
}

}  // namespace
}  // namespace nightjar::engine
