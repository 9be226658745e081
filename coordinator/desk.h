// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Answers what people ask a coordinator: submit, status, cancel.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <utility>

#include "base/clock.h"
#include "coordinator/serve.h"
#include "results/store/store.h"
#include "wire/messages.h"

namespace nightjar::coordinator {

/// Prints the report of a judged run.
using PrintReport = std::function<Result<std::string>(store::Store&, const record::Run&)>;

class FrontDesk final : public Desk {
 public:
  /// All of them outlive the desk.
  FrontDesk(Server& server, store::Store& store, const Clock& clock, PrintReport print_report)
      : server_(server), store_(store), clock_(clock), print_report_(std::move(print_report)) {}

  wire::Message answer(const wire::Message& request) override;

 private:
  wire::SubmitReply submit(const wire::SubmitRequest& request);
  wire::StatusReply status(const wire::StatusRequest& request);
  wire::StatusReply cancel(const wire::CancelRequest& request);
  Status fill(const wire::StatusRequest& request, wire::StatusReply& reply);
  Status fill_verdicts(const record::Run& run, bool with_report, wire::StatusReply& reply);
  void fill_devices(wire::StatusReply& reply) const;

  Server& server_;
  store::Store& store_;
  const Clock& clock_;
  PrintReport print_report_;
  std::deque<std::pair<std::string, std::string>> submissions_;  // Newest last: id, run.
};

}  // namespace nightjar::coordinator
