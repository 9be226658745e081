// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "base/text_file.h"
#include "cli/command.h"
#include "scenarios/zoo/zoo.h"

namespace nightjar::cli {
namespace {

std::string describe(const std::vector<zoo::ModelInput>& inputs) {
  std::string text;
  for (const zoo::ModelInput& input : inputs) {
    text += (text.empty() ? "" : ", ") + input.name + " " + tensor::to_string(input.desc);
  }
  return text;
}

int list_table() {
  fmt::print("{:<16} {:<16} {:>12}  {}\n", "model", "task", "parameters", "description");
  for (const zoo::ModelInfo& model : zoo::models()) {
    fmt::print("{:<16} {:<16} {:>12}  {}\n", model.name, model.task, model.parameters,
               model.description);
    fmt::print("{:<16} {:<16} {:>12}  inputs: {}\n", "", "", "", describe(model.inputs));
  }
  return kExitOk;
}

int list_json() {
  auto list = nlohmann::json::array();
  for (const zoo::ModelInfo& model : zoo::models()) {
    auto inputs = nlohmann::json::array();
    for (const zoo::ModelInput& input : model.inputs) {
      inputs.push_back({{"name", input.name},
                        {"type", tensor::name_of(input.desc.type)},
                        {"shape", tensor::to_string(input.desc.shape)}});
      if (input.integers_below > 0) inputs.back()["integers_below"] = input.integers_below;
    }
    list.push_back({{"name", model.name},
                    {"task", model.task},
                    {"parameters", model.parameters},
                    {"inputs", inputs},
                    {"description", model.description}});
  }
  fmt::print("{}\n", json_text(nlohmann::json{{"models", list}}, 2));
  return kExitOk;
}

int make(const std::string& name, const std::string& path) {
  const auto bytes = zoo::make_model(name);
  if (!bytes.ok()) return complain(bytes.error());
  const auto* text = reinterpret_cast<const char*>(bytes->data());
  const Status written = write_text_file(path, {text, bytes->size()});
  if (!written.ok()) return complain(written.error());
  fmt::print("{}: {} bytes\n", path, bytes->size());
  return kExitOk;
}

void add_list_command(Command& parent) {
  auto as_json = std::make_shared<bool>(false);
  Command command = parent.subcommand("list", "What the zoo has");
  command.flag("--json", *as_json, "One JSON object instead of a table");
  command.does([as_json] { return *as_json ? list_json() : list_table(); });
}

void add_make_command(Command& parent) {
  auto name = std::make_shared<std::string>();
  auto path = std::make_shared<std::string>();
  Command command = parent.subcommand("make", "Write a model of the zoo as an ONNX file");
  command.option("name", *name, "As nightjar model list prints it").required();
  command.option("-o,--output", *path, "The file to write; NAME.onnx by default");
  command.does([name, path] { return make(*name, path->empty() ? *name + ".onnx" : *path); });
}

}  // namespace

void add_model_command(Command& program) {
  Command command = program.subcommand("model", "The model zoo: list it, make a model of it");
  command.needs_subcommand();
  add_list_command(command);
  add_make_command(command);
}

}  // namespace nightjar::cli
