// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "cli/command.h"
#include "cli/models/verify/test_case.h"

namespace nightjar::cli {
namespace {

struct Arguments {
  std::vector<std::string> paths;
  std::string device = "cpu";
  bool as_json = false;
};

Result<std::vector<std::filesystem::path>> find_all(const std::vector<std::string>& paths) {
  std::vector<std::filesystem::path> all;
  for (const std::string& path : paths) {
    NIGHTJAR_ASSIGN(const auto models, find_models(path));
    all.insert(all.end(), models.begin(), models.end());
  }
  return all;
}

void print_line(const JudgedCase& judged) {
  const std::string& remark = judged.reason.empty() ? judged.on_host : judged.reason;
  fmt::print("{:<11} {}{}{}\n", to_string(judged.judgement), judged.path,
             remark.empty() ? "" : ": ", remark);
  std::fflush(stdout);
}

void print_summary(const std::vector<JudgedCase>& cases) {
  std::array<size_t, 4> counts = {};
  for (const JudgedCase& judged : cases) ++counts[static_cast<size_t>(judged.judgement)];
  fmt::print("{} cases: {} passed, {} failed, {} unsupported, {} in error\n", cases.size(),
             counts[0], counts[1], counts[2], counts[3]);
  const auto partly = std::count_if(cases.begin(), cases.end(), [](const JudgedCase& judged) {
    return judged.judgement == Judgement::kPassed && !judged.on_host.empty();
  });
  if (partly > 0) fmt::print("{} of those passed ran in part on the host\n", partly);
}

void print_json(const std::vector<JudgedCase>& cases) {
  auto list = nlohmann::json::array();
  for (const JudgedCase& judged : cases) {
    list.push_back({{"path", judged.path},
                    {"status", to_string(judged.judgement)},
                    {"reason", judged.reason},
                    {"on_host", judged.on_host}});
  }
  using nlohmann::json;
  fmt::print("{}\n", json_text(json{{"cases", list}}, 2));
}

int verify(const Arguments& arguments) {
  const auto models = find_all(arguments.paths);
  if (!models.ok()) return complain(models.error());
  const auto device = device::open_device(arguments.device);
  if (!device.ok()) return complain(device.error());
  const SystemClock clock;
  std::vector<JudgedCase> cases;
  bool all_passed = true;
  for (const auto& model : *models) {
    cases.push_back(judge_case(model, **device, clock));
    all_passed &= cases.back().judgement == Judgement::kPassed;
    if (!arguments.as_json) print_line(cases.back());
  }
  if (arguments.as_json) {
    print_json(cases);
  } else {
    print_summary(cases);
  }
  return all_passed ? kExitOk : kExitError;
}

}  // namespace

void add_verify_command(Command& program) {
  auto arguments = std::make_shared<Arguments>();
  Command command = program.subcommand(
      "verify", "Build, write, load and run models, and compare with expected outputs");
  command.option("path", arguments->paths, "Models, or folders of ONNX backend cases").required();
  command.option("--device", arguments->device, "cpu or cuda:N").show_default();
  command.flag("--json", arguments->as_json, "One JSON object instead of lines");
  command.does([arguments] { return verify(*arguments); });
}

}  // namespace nightjar::cli
