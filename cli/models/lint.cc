// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "cli/command.h"
#include "cli/models/lint/finding.h"
#include "engine/onnx/onnx.h"

namespace nightjar::cli {
namespace {

/// A model that cannot be imported has one finding, which is why.
Findings lint_file(const std::string& path) {
  const auto network = onnx::import_file(path);
  if (network.ok()) return lint(*network);
  return {{Concern::kUnsupported, "import", "", network.error().message,
           "export the model again, or with other operators"}};
}

void print_json(const Findings& findings) {
  auto list = nlohmann::ordered_json::array();
  for (const Finding& finding : findings) {
    list.push_back({{"concern", to_string(finding.concern)},
                    {"rule", finding.rule},
                    {"node", finding.node},
                    {"what", finding.what},
                    {"remedy", finding.remedy}});
  }
  using nlohmann::ordered_json;
  fmt::print("{}\n", json_text(ordered_json{{"findings", list}}, 2));
}

void print_lines(const Findings& findings) {
  for (const Finding& finding : findings) {
    fmt::print("{} [{}] {}{}\n    {}\n", to_string(finding.concern), finding.rule,
               finding.node.empty() ? "" : finding.node + ": ", finding.what, finding.remedy);
  }
  fmt::print("{} finding{}\n", findings.size(), findings.size() == 1 ? "" : "s");
}

}  // namespace

void add_lint_command(Command& program) {
  auto path = std::make_shared<std::string>();
  auto as_json = std::make_shared<bool>(false);
  Command command = program.subcommand(
      "lint", "Say what in a model will be slow, unsupported or suspicious, and the remedy");
  command.option("model", *path, "An ONNX file").required();
  command.flag("--json", *as_json, "One JSON object instead of lines");
  command.does([path, as_json] {
    const Findings findings = lint_file(*path);
    *as_json ? print_json(findings) : print_lines(findings);
    return findings.empty() ? kExitOk : kExitError;
  });
}

}  // namespace nightjar::cli
