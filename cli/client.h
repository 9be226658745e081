// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One question to a coordinator and its answer, for submit, status and devices.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "wire/channel.h"

namespace nightjar::cli {

inline constexpr char kDefaultEndpoint[] = "tcp://127.0.0.1:7077";

class Client {
 public:
  static Result<Client> connect(const std::string& endpoint);

  Result<wire::SubmitReply> submit(const wire::SubmitRequest& request);
  Result<wire::StatusReply> status(const wire::StatusRequest& request);
  Result<wire::StatusReply> cancel(const wire::CancelRequest& request);

 private:
  Client(std::string endpoint, std::unique_ptr<wire::ClientChannel> channel)
      : endpoint_(std::move(endpoint)), channel_(std::move(channel)) {}

  /// Asks again while there is no answer, which every coordinator takes as one question.
  template <typename Reply>
  Result<Reply> ask(const wire::Message& request);

  std::string endpoint_;
  std::unique_ptr<wire::ClientChannel> channel_;
  SystemClock clock_;
};

}  // namespace nightjar::cli
