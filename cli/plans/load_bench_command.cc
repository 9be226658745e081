// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// `nightjar load-bench`: how long plans take from a file to their first inference.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "cli/command.h"
#include "cli/plans/load_timeline.h"

namespace nightjar::cli {
namespace {

constexpr size_t kTimelineWidth = 60;

struct Arguments {
  LoadRequest loads;
  std::string device = "cpu";
  int device_threads = 0;
  bool json = false;
};

void print_json(const std::vector<LoadSpan>& spans) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const LoadSpan& span : spans) {
    json.push_back({{"plan", span.path},
                    {"thread", span.thread},
                    {"start_ms", span.start_ns / 1e6},
                    {"read_ms", (span.read_ns - span.start_ns) / 1e6},
                    {"engine_ms", (span.engine_ns - span.read_ns) / 1e6},
                    {"context_ms", (span.context_ns - span.engine_ns) / 1e6},
                    {"first_inference_ms", (span.end_ns - span.context_ns) / 1e6},
                    {"total_ms", (span.end_ns - span.start_ns) / 1e6}});
  }
  fmt::print("{}\n", json_text(json));
}

void print_summary(const std::vector<LoadSpan>& spans) {
  std::vector<double> totals_ms;
  double end_ms = 0;
  for (const LoadSpan& span : spans) {
    totals_ms.push_back((span.end_ns - span.start_ns) / 1e6);
    end_ms = std::max(end_ms, span.end_ns / 1e6);
  }
  std::sort(totals_ms.begin(), totals_ms.end());
  fmt::print("{}", draw_timeline(spans, kTimelineWidth));
  fmt::print("r reading, e engine, c context, i first inference\n");
  fmt::print("{} loads in {:.1f} ms: first {:.2f} ms, median {:.2f}, slowest {:.2f}\n",
             spans.size(), end_ms, (spans.front().end_ns - spans.front().start_ns) / 1e6,
             totals_ms[totals_ms.size() / 2], totals_ms.back());
}

Status run(const Arguments& arguments) {
  NIGHTJAR_ASSIGN(const auto device,
                  device::open_device(arguments.device, arguments.device_threads));
  const SystemClock clock;
  NIGHTJAR_ASSIGN(const auto spans, load_in_parallel(arguments.loads, *device, clock));
  if (arguments.json) {
    print_json(spans);
  } else {
    print_summary(spans);
  }
  return {};
}

}  // namespace

void add_load_bench_command(Command& program) {
  Command command =
      program.subcommand("load-bench", "Load plans from several threads and run each once");
  auto arguments = std::make_shared<Arguments>();
  command.option("plans", arguments->loads.paths, "Plan files").required();
  command.option("--loaders", arguments->loads.threads, "Threads that load")
      .positive()
      .show_default();
  command.option("--repeats", arguments->loads.repeats, "Times each plan is loaded")
      .positive()
      .show_default();
  command.flag("--cold", arguments->loads.is_cold,
               "Put each file out of the page cache before it is loaded");
  command.option("--device", arguments->device, "cpu or cuda:N").show_default();
  command.option("--threads", arguments->device_threads,
                 "CPU threads of an inference; 0: all this process may use");
  command.flag("--json", arguments->json, "Print one JSON list");
  command.does([arguments] { return run(*arguments); });
}

}  // namespace nightjar::cli
