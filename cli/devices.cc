// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// nightjar devices: the workers of a coordinator, and what each is doing.
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "cli/client.h"
#include "cli/command.h"

namespace nightjar::cli {
namespace {

struct Arguments {
  std::string endpoint = kDefaultEndpoint;
  bool as_json = false;
};

double seconds(int64_t duration_ns) { return 1e-9 * static_cast<double>(duration_ns); }

void print_json(const std::vector<wire::DeviceRow>& devices) {
  auto list = nlohmann::json::array();
  for (const wire::DeviceRow& device : devices) {
    list.push_back({{"worker", device.worker_id},
                    {"device", device.device},
                    {"device_class", device.device_class},
                    {"host", device.host},
                    {"stage", device.stage},
                    {"job", device.job_id},
                    {"silent_s", seconds(device.silent_ns)}});
  }
  fmt::print("{}\n", json_text(list, 2));
}

void print_table(const std::vector<wire::DeviceRow>& devices) {
  if (devices.empty()) return fmt::print("no workers; start 'nightjar worker' on a device\n");
  for (const wire::DeviceRow& device : devices) {
    const std::string work =
        device.job_id == 0 ? "idle" : fmt::format("job {}, {}", device.job_id, device.stage);
    fmt::print("{:<10} {:<16} {:<40} {:<30} heard {:.1f} s ago\n", device.device, device.host,
               device.device_class, work, seconds(device.silent_ns));
  }
}

Status show(const Arguments& arguments) {
  NIGHTJAR_ASSIGN(Client client, Client::connect(arguments.endpoint));
  NIGHTJAR_ASSIGN(const wire::StatusReply status, client.status({}));
  if (arguments.as_json) {
    print_json(status.devices);
  } else {
    print_table(status.devices);
  }
  return {};
}

}  // namespace

void add_devices_command(Command& program) {
  Command command = program.subcommand("devices", "The workers of a coordinator");
  auto arguments = std::make_shared<Arguments>();
  command.option("--connect", arguments->endpoint, "The coordinator, as tcp://HOST:PORT")
      .show_default();
  command.flag("--json", arguments->as_json, "Print JSON");
  command.does([arguments] { return show(*arguments); });
}

}  // namespace nightjar::cli
