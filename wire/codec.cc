// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "wire/codec.h"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/bounds.h"
#include "wire/codec_parts.h"

namespace nightjar::wire {
namespace {

// One overload a message: its place in the envelope.
pb::WorkerState& body_of(pb::Envelope& e, const WorkerState&) { return *e.mutable_worker_state(); }
pb::DesiredState& body_of(pb::Envelope& e, const DesiredState&) {
  return *e.mutable_desired_state();
}
pb::SubmitRequest& body_of(pb::Envelope& e, const SubmitRequest&) {
  return *e.mutable_submit_request();
}
pb::SubmitReply& body_of(pb::Envelope& e, const SubmitReply&) { return *e.mutable_submit_reply(); }
pb::StatusRequest& body_of(pb::Envelope& e, const StatusRequest&) {
  return *e.mutable_status_request();
}
pb::StatusReply& body_of(pb::Envelope& e, const StatusReply&) { return *e.mutable_status_reply(); }
pb::CancelRequest& body_of(pb::Envelope& e, const CancelRequest&) {
  return *e.mutable_cancel_request();
}
pb::Refusal& body_of(pb::Envelope& e, const Refusal&) { return *e.mutable_refusal(); }

Result<std::vector<std::byte>> print(const google::protobuf::MessageLite& message) {
  const size_t size = message.ByteSizeLong();
  if (size > kMaxMessageBytes) {
    return invalid_input(
        fmt::format("a message has {} bytes, the limit is {}", size, kMaxMessageBytes));
  }
  std::vector<std::byte> bytes(size);
  if (!message.SerializeToArray(bytes.data(), static_cast<int>(size))) {
    return internal_error("a message could not be written");
  }
  return bytes;
}

Error no_message(size_t size) {
  return invalid_input(fmt::format("{} bytes are no message of ours", size));
}

Status parse(std::span<const std::byte> bytes, google::protobuf::MessageLite& message) {
  if (bytes.size() > kMaxMessageBytes) {
    return invalid_input(
        fmt::format("a message has {} bytes, the limit is {}", bytes.size(), kMaxMessageBytes));
  }
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return no_message(bytes.size());
  }
  return {};
}

template <typename T, typename Body>
Result<Message> take_body(const Body& body) {
  T plain;
  const Status status = take(body, plain);
  if (!status.ok()) return status.error().in(name_of(Message(T())));
  return Message(std::move(plain));
}

Result<Message> take_envelope(const pb::Envelope& envelope) {
  switch (envelope.body_case()) {
    case pb::Envelope::kWorkerState:
      return take_body<WorkerState>(envelope.worker_state());
    case pb::Envelope::kDesiredState:
      return take_body<DesiredState>(envelope.desired_state());
    case pb::Envelope::kSubmitRequest:
      return take_body<SubmitRequest>(envelope.submit_request());
    case pb::Envelope::kSubmitReply:
      return take_body<SubmitReply>(envelope.submit_reply());
    case pb::Envelope::kStatusRequest:
      return take_body<StatusRequest>(envelope.status_request());
    case pb::Envelope::kStatusReply:
      return take_body<StatusReply>(envelope.status_reply());
    case pb::Envelope::kCancelRequest:
      return take_body<CancelRequest>(envelope.cancel_request());
    case pb::Envelope::kRefusal:
      return take_body<Refusal>(envelope.refusal());
    case pb::Envelope::BODY_NOT_SET:
      break;
  }
  return invalid_input("a message has no body that this program knows");
}

}  // namespace

Status check_count(const char* field, int64_t count, int64_t limit) {
  if (count <= limit) return {};
  return invalid_input(fmt::format("{} has {} entries, the limit is {}", field, count, limit));
}

Status check_length(const char* field, const std::string& text, size_t limit) {
  if (text.size() <= limit) return {};
  return invalid_input(fmt::format("{} has {} bytes, the limit is {}", field, text.size(), limit));
}

Status check_digest(const char* field, const std::string& text) {
  NIGHTJAR_TRY(check_length(field, text, scenarios::kMaxTextBytes));
  if (text.find_first_not_of("0123456789abcdef") == std::string::npos) return {};
  return invalid_input(fmt::format("{} is no digest", field));
}

const char* name_of(const Message& message) {
  constexpr const char* kNames[] = {"worker state",   "desired state",  "submit request",
                                    "submit reply",   "status request", "status reply",
                                    "cancel request", "refusal"};
  static_assert(std::size(kNames) == std::variant_size_v<Message>);
  return kNames[message.index()];
}

Result<std::vector<std::byte>> encode(const Message& message) {
  pb::Envelope envelope;
  envelope.set_version(kProtocolVersion);
  std::visit([&](const auto& plain) { put(plain, body_of(envelope, plain)); }, message);
  return print(envelope);
}

Result<Message> decode(std::span<const std::byte> bytes) {
  pb::Envelope envelope;
  NIGHTJAR_TRY(parse(bytes, envelope));
  if (envelope.version() == 0) return no_message(bytes.size());
  if (envelope.version() != kProtocolVersion) {
    return unsupported(fmt::format(
        "the peer speaks version {} of the protocol, this program version {}: update the older one",
        envelope.version(), kProtocolVersion));
  }
  return take_envelope(envelope);
}

Result<std::vector<std::byte>> encode_lease(const Lease& lease) {
  pb::Lease message;
  put(lease, message);
  return print(message);
}

Result<Lease> decode_lease(std::span<const std::byte> bytes) {
  pb::Lease message;
  NIGHTJAR_TRY(parse(bytes, message));
  Lease lease;
  NIGHTJAR_TRY(take(message, lease));
  return lease;
}

Result<std::vector<std::byte>> encode_result(const record::JobResult& result) {
  pb::JobResult message;
  put(result, message);
  return print(message);
}

Result<record::JobResult> decode_result(std::span<const std::byte> bytes) {
  pb::JobResult message;
  NIGHTJAR_TRY(parse(bytes, message));
  record::JobResult result;
  NIGHTJAR_TRY(take(message, result));
  return result;
}

}  // namespace nightjar::wire
