// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// nightjar submit SUITE: hands a suite to a coordinator, and may wait for its verdicts.
#include <fmt/format.h>
#include <unistd.h>

#include <memory>
#include <random>

#include "cli/client.h"
#include "cli/command.h"
#include "cli/run_progress.h"
#include "cli/suite_request.h"
#include "cli/wake_signals.h"

namespace nightjar::cli {
namespace {

constexpr int kPollMs = 1000;

struct Arguments {
  SuiteRequest suite;
  std::string endpoint = kDefaultEndpoint;
  bool is_waiting = false;
};

/// Another one for every submission, so that asking again is not submitting again.
std::string new_submission_id() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}", random(), random());
}

int exit_code_of(const wire::StatusReply& status) {
  if (status.regressed > 0) return kExitRegressed;
  return status.unmeasured > 0 || status.total == 0 ? kExitUnmeasured : kExitOk;
}

ProgressView view_of(const wire::StatusReply& status, int64_t elapsed_ns) {
  ProgressView view;
  view.done = status.done + status.failed + status.cancelled;
  view.failed = status.failed + status.cancelled;
  view.total = status.total;
  view.elapsed_ns = elapsed_ns;
  for (const wire::DeviceRow& device : status.devices) {
    if (device.job_id != 0) view.current = device.device + ": " + device.stage;
  }
  return view;
}

/// Shows how a run goes on until it has been judged; a person who stops waiting stops the run.
Result<int> wait_for(Client& client, const std::string& run_id, WakeSignals& signals) {
  const SystemClock clock;
  const int64_t begun_ns = clock.steady_ns();
  const bool is_terminal = isatty(STDERR_FILENO) != 0;
  int64_t shown = -1;
  while (true) {
    NIGHTJAR_ASSIGN(const wire::StatusReply status, client.status({run_id, true}));
    if (status.judged) {
      fmt::print(stderr, "{}", is_terminal ? "\r\033[K" : "");
      fmt::print("{}", status.report);
      return exit_code_of(status);
    }
    const ProgressView view = view_of(status, clock.steady_ns() - begun_ns);
    if (is_terminal) fmt::print(stderr, "\r\033[K{}", progress_line(view, 99));
    if (!is_terminal && view.done != shown) {
      fmt::print(stderr, "{}: {} of {} done, {} failed\n", run_id, view.done, view.total,
                 view.failed);
    }
    shown = view.done;
    if (signals.wait_stop(kPollMs)) {
      NIGHTJAR_TRY(client.cancel({run_id}));
      fmt::print(stderr, "\n{} is cancelled\n", run_id);
    }
  }
}

Result<int> submit(const Arguments& arguments) {
  NIGHTJAR_ASSIGN(store::NewRun run, read_request(arguments.suite));
  NIGHTJAR_ASSIGN(WakeSignals signals, WakeSignals::open());
  NIGHTJAR_ASSIGN(Client client, Client::connect(arguments.endpoint));
  wire::SubmitRequest request;
  request.submission_id = new_submission_id();
  request.suite_name = run.suite_name;
  request.suite_text = run.suite_text;
  request.scenarios = std::move(run.scenarios);
  request.fault = run.fault;
  NIGHTJAR_ASSIGN(const wire::SubmitReply reply, client.submit(request));
  fmt::print(stderr, "{} of {} is queued at {}\n", reply.run_id, request.suite_name,
             arguments.endpoint);
  if (!arguments.is_waiting) {
    fmt::print("{}\n", reply.run_id);
    return kExitOk;
  }
  return wait_for(client, reply.run_id, signals);
}

}  // namespace

void add_submit_command(Command& program) {
  Command command = program.subcommand("submit", "Hand a suite to a coordinator");
  auto arguments = std::make_shared<Arguments>();
  add_suite_options(command, arguments->suite);
  add_fault_options(command, arguments->suite);
  command.option("--connect", arguments->endpoint, "The coordinator, as tcp://HOST:PORT")
      .show_default();
  command.flag("--wait", arguments->is_waiting,
               "Wait for the verdicts, print the report and exit like 'nightjar run'");
  command.does([arguments] { return submit(*arguments); });
}

}  // namespace nightjar::cli
