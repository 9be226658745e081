// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/zoo/zoo.h"

#include <algorithm>

#include "engine/onnx/onnx.h"
#include "scenarios/zoo/architectures.h"

namespace nightjar::zoo {
namespace {

using tensor::DataType;
using tensor::Dim;

using Architecture = void (*)(Draft& draft, const Inputs& inputs);

struct Entry {
  ModelInfo info;
  Architecture write;
};

ModelInput image(int64_t extent) {
  return {"image", {DataType::kFloat32, {Dim::symbol("N"), 3, extent, extent}}, 0};
}

ModelInput numbers(const std::string& name, int64_t count) {
  return {name, {DataType::kFloat32, {Dim::symbol("N"), count}}, 0};
}

ModelInput tokens(const std::string& name, int64_t count, int64_t below) {
  return {name, {DataType::kInt64, {Dim::symbol("N"), count}}, below};
}

const std::vector<Entry>& entries() {
  static const std::vector<Entry> kEntries = {
      {{"resnet50",
        "classification",
        25'557'032,
        {image(224)},
        "bottleneck blocks of convolutions with BatchNorm, and residual sums"},
       write_resnet50},
      {{"mobilenet_v2",
        "classification",
        3'504'872,
        {image(224)},
        "inverted residuals around depthwise convolutions, ReLU6"},
       write_mobilenet_v2},
      {{"efficientnet_b0",
        "classification",
        5'288'548,
        {image(224)},
        "inverted residuals with squeeze-and-excitation, SiLU"},
       write_efficientnet_b0},
      {{"convnext_tiny",
        "classification",
        28'589'128,
        {image(224)},
        "7x7 depthwise convolutions, LayerNorm over channels between transposes, GELU"},
       write_convnext_tiny},
      {{"vit_b_16",
        "classification",
        86'567'656,
        {image(224)},
        "12 transformer layers over 196 patches and a class token"},
       write_vit_b_16},
      {{"yolo_detector",
        "detection",
        7'235'389,
        {image(640)},
        "cross-stage backbone, path aggregation with Resize, three heads, boxes decoded"},
       write_yolo_detector},
      {{"unet",
        "segmentation",
        7'763'041,
        {image(256)},
        "four levels down, four up by ConvTranspose, skip connections by Concat"},
       write_unet},
      {{"bert_base",
        "text encoding",
        109'482'240,
        {tokens("input_ids", 128, 30522), tokens("attention_mask", 128, 2),
         tokens("token_type_ids", 128, 2)},
        "12 transformer layers, post-norm, and a pooler"},
       write_bert_base},
      {{"gpt2",
        "text generation",
        124'439'808,
        {tokens("input_ids", 128, 50257)},
        "prefill: 12 causal transformer layers, pre-norm, logits tied to the embedding"},
       write_gpt2},
      {{"lstm_tagger",
        "tagging",
        3'656'209,
        {tokens("tokens", 64, 10000)},
        "embedding, two bidirectional LSTM layers, 17 tags"},
       write_lstm_tagger},
      {{"policy_mlp",
        "control",
        150'537,
        {numbers("observation", 64)},
        "three tanh layers, mean of eight actions and a value"},
       write_policy_mlp},
  };
  return kEntries;
}

Error unknown_model(const std::string& name) {
  std::string known;
  for (const Entry& entry : entries()) known += (known.empty() ? "" : ", ") + entry.info.name;
  return not_found("there is no model '" + name + "' in the zoo; it has " + known);
}

}  // namespace

const std::vector<ModelInfo>& models() {
  static const std::vector<ModelInfo> kModels = [] {
    std::vector<ModelInfo> infos;
    for (const Entry& entry : entries()) infos.push_back(entry.info);
    return infos;
  }();
  return kModels;
}

Result<network::Network> make_network(const std::string& name) {
  const auto entry = std::find_if(entries().begin(), entries().end(),
                                  [&](const Entry& each) { return each.info.name == name; });
  if (entry == entries().end()) return unknown_model(name);
  Draft draft(name);
  Inputs inputs;
  for (const ModelInput& input : entry->info.inputs) {
    inputs.push_back(draft.add_input(input.name, input.desc));
  }
  entry->write(draft, inputs);
  return draft.take();
}

Result<std::vector<std::byte>> make_model(const std::string& name) {
  NIGHTJAR_ASSIGN(const network::Network network, make_network(name));
  return onnx::export_model(network, name);
}

int64_t count_parameters(const network::Network& network) {
  int64_t count = 0;
  for (size_t id = 0; id < network.tensor_count(); ++id) {
    const network::Tensor& tensor = network.tensor(static_cast<network::TensorId>(id));
    const bool is_literal = tensor.name.find('/') != std::string::npos;
    const bool is_statistic = tensor.name.find(".running_") != std::string::npos;
    if (tensor.constant && !is_literal && !is_statistic) count += tensor.constant->count();
  }
  return count;
}

}  // namespace nightjar::zoo
