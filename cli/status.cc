// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// nightjar status [RUN]: how far a coordinator's run is.
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "cli/client.h"
#include "cli/command.h"

namespace nightjar::cli {
namespace {

struct Arguments {
  std::string run, endpoint = kDefaultEndpoint;
  bool as_json = false, is_cancelling = false;
};

void print_json(const wire::StatusReply& status) {
  const nlohmann::json object = {{"run", status.run_id},
                                 {"suite", status.suite_name},
                                 {"total", status.total},
                                 {"queued", status.queued},
                                 {"leased", status.leased},
                                 {"done", status.done},
                                 {"failed", status.failed},
                                 {"cancelled", status.cancelled},
                                 {"finished", status.finished},
                                 {"judged", status.judged},
                                 {"regressed", status.regressed},
                                 {"unmeasured", status.unmeasured},
                                 {"workers", status.devices.size()}};
  fmt::print("{}\n", json_text(object, 2));
}

void print_text(const wire::StatusReply& status) {
  if (status.run_id.empty()) {
    return fmt::print("no run yet, {} workers\n", status.devices.size());
  }
  fmt::print(
      "{} of {}: {} of {} ended ({} done, {} failed, {} cancelled), {} at work, {} queued, "
      "{} workers\n",
      status.run_id, status.suite_name, status.done + status.failed + status.cancelled,
      status.total, status.done, status.failed, status.cancelled, status.leased, status.queued,
      status.devices.size());
  if (status.judged) {
    fmt::print("judged: {} regressed, {} failed or not measured\n", status.regressed,
               status.unmeasured);
  }
}

Status show(const Arguments& arguments) {
  NIGHTJAR_ASSIGN(Client client, Client::connect(arguments.endpoint));
  if (arguments.is_cancelling) NIGHTJAR_TRY(client.cancel({arguments.run}));
  NIGHTJAR_ASSIGN(const wire::StatusReply status, client.status({arguments.run, false}));
  if (arguments.as_json) {
    print_json(status);
  } else {
    print_text(status);
  }
  return {};
}

}  // namespace

void add_status_command(Command& program) {
  Command command = program.subcommand("status", "How far a coordinator's run is");
  auto arguments = std::make_shared<Arguments>();
  Option run = command.option("run", arguments->run, "Such as r7; the newest when left out");
  command.option("--connect", arguments->endpoint, "The coordinator, as tcp://HOST:PORT")
      .show_default();
  command.flag("--json", arguments->as_json, "Print JSON");
  command.flag("--cancel", arguments->is_cancelling, "Cancel the run's open jobs first").needs(run);
  command.does([arguments] { return show(*arguments); });
}

}  // namespace nightjar::cli
