// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/worker/runners/small_workplace.h"

#include <fstream>

namespace nightjar::runners {
namespace {

network::TensorId add(network::Network& network, const std::string& type,
                      std::vector<network::TensorId> inputs) {
  network::Op op;
  op.type = type;
  op.name = type + std::to_string(network.op_count());
  op.inputs = std::move(inputs);
  auto outputs = network.add_op(std::move(op), 1);
  EXPECT_TRUE(outputs.ok());
  return outputs->front();
}

Result<std::vector<std::byte>> small_model() {
  network::Network network;
  const auto x = network.add_input(
      "x", {tensor::DataType::kFloat32, {tensor::Dim::symbol("N"), tensor::Dim(4)}});
  std::vector<float> twice(16, 0), first_three(12, 0);
  for (size_t i = 0; i < 4; ++i) twice[5 * i] = 2;
  for (size_t i = 0; i < 3; ++i) first_three[4 * i] = 1;
  const auto a = network.add_constant("a", tensor::HostTensor::of_floats({4, 4}, twice));
  const auto b = network.add_constant("b", tensor::HostTensor::of_floats({4, 3}, first_three));
  const auto hidden = add(network, "Relu", {add(network, "MatMul", {x, a})});
  network.add_output(add(network, "MatMul", {hidden, b}), "scores");
  return onnx::export_model(network, "small");
}

/// A one-dimensional or two-dimensional array in NumPy's format.
void write_npy(const std::string& path, const std::string& type, const std::string& shape,
               const std::string& bytes) {
  std::string header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + "}";
  header.append(63 - (10 + header.size()) % 64, ' ');
  header += '\n';
  std::ofstream out(path, std::ios::binary);
  out << "\x93NUMPY" << '\x01' << '\0' << static_cast<char>(header.size()) << '\0' << header
      << bytes;
}

}  // namespace

SmallWorkplace::SmallWorkplace() {
  const ModelSource models(
      [this](const std::string& name) { return name == "small" ? trained_ : ""; },
      [](const std::string& name) -> Result<std::vector<std::byte>> {
        if (name != "small") return not_found("unknown");
        return small_model();
      });
  const PlanMaker build = [this](const PlanRequest& request, const Monitor& monitor) {
    ++builds_;
    return build_with_engine(request, monitor, clock_);
  };
  const auto reference = [](const network::Network& network, const runtime::TensorsByName& inputs) {
    return reference::run(network, inputs);
  };
  const OpenDevice open = [](int) -> Result<std::unique_ptr<device::Device>> {
    return device::make_cpu_device(1);
  };
  workplace_.reset(new Workplace{models, build, PlanFiles(folder_.path(), "program", build),
                                 ReferenceAnswers(folder_.path(), "program", reference), open,
                                 SideFiles(folder_.path() + "/sides", 1 << 26), guard_, clock_});
}

void SmallWorkplace::add_labelled_data(const std::vector<int>& classes,
                                       const std::vector<int>& labels) {
  trained_ = folder_.path() + "/small";
  std::filesystem::create_directories(trained_);
  const auto model = small_model();
  std::ofstream(trained_ + "/model.onnx", std::ios::binary)
      .write(reinterpret_cast<const char*>(model->data()),
             static_cast<std::streamsize>(model->size()));
  std::string items, answers;
  for (const int value : classes) {
    for (int i = 0; i < 4; ++i) items += static_cast<char>(i == value ? 1 : 0);
  }
  for (const int label : labels) answers += std::string{static_cast<char>(label), 0};
  const std::string count = std::to_string(classes.size());
  write_npy(trained_ + "/inputs.npy", "|u1", "(" + count + ", 4)", items);
  write_npy(trained_ + "/labels.npy", "<i2", "(" + count + ",)", answers);
  std::ofstream(trained_ + "/data.json")
      << R"({"input": "x", "output": "scores", "task": "classification", "dtype": "float32",)"
      << R"( "scale": 1, "offset": 0, "inputs": "inputs.npy", "labels": "labels.npy",)"
      << R"( "class_names": ["a", "b", "c"]})";
}

wire::Lease SmallWorkplace::lease(scenarios::Kind kind) {
  wire::Lease lease;
  lease.job_id = 7;
  lease.token = 1;
  lease.scenario.kind = kind;
  lease.scenario.model = "small";
  lease.scenario.batch = 2;
  lease.scenario.sampling.warm_up_ns = 0;
  lease.scenario.sampling.min_samples = 20;
  lease.scenario.sampling.max_samples = 20;
  lease.scenario.sampling.target_relative_error = 0;
  lease.scenario.sampling.max_duration_ns = 60'000'000'000;
  return lease;
}

}  // namespace nightjar::runners
