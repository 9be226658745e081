// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Messages to bytes and back, with every size and value from outside checked.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "wire/messages.h"

namespace nightjar::wire {

/// Longest message that is sent or read; a result with all its samples is the largest.
inline constexpr size_t kMaxMessageBytes = 64u << 20;

using Message = std::variant<WorkerState, DesiredState, SubmitRequest, SubmitReply, StatusRequest,
                             StatusReply, CancelRequest, Refusal>;

/// "worker state", "submit request", …: for logs and refusals.
const char* name_of(const Message& message);

/// Refused when the message is longer than kMaxMessageBytes.
Result<std::vector<std::byte>> encode(const Message& message);

/// One sentence for bytes that are too long, of another protocol version, no message, or hold a
/// value that no honest peer sends.
Result<Message> decode(std::span<const std::byte> bytes);

// A job and its result alone, for the two processes of a worker.
Result<std::vector<std::byte>> encode_lease(const Lease& lease);
Result<Lease> decode_lease(std::span<const std::byte> bytes);
Result<std::vector<std::byte>> encode_result(const record::JobResult& result);
Result<record::JobResult> decode_result(std::span<const std::byte> bytes);

}  // namespace nightjar::wire
