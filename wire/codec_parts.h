// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Conversions between plain structs and protobuf messages, for the codec's own files only.
#pragma once

#include <string>

#include "base/result.h"
#include "wire/dialogue.pb.h"
#include "wire/messages.h"

namespace nightjar::wire {

// What honest peers stay under; the reader refuses the rest.
inline constexpr int kMaxLayers = 100'000;
inline constexpr int kMaxNodesPerLayer = 10'000;
inline constexpr int kMaxListedWorkers = 10'000;
inline constexpr int kMaxLibraries = 256;
inline constexpr int kMaxWords = 64;  ///< Precisions and kinds that a worker names.
inline constexpr size_t kMaxSentenceBytes = 64 * 1024;
inline constexpr size_t kMaxReportBytes = 8 << 20;

/// "field has N entries, the limit is M" unless count <= limit.
Status check_count(const char* field, int64_t count, int64_t limit);
/// The same for the length of a text.
Status check_length(const char* field, const std::string& text, size_t limit);
/// Empty, or lower-case hexadecimal digits: it becomes the name of a file.
Status check_digest(const char* field, const std::string& text);

void put(const scenarios::Scenario& scenario, pb::Scenario& message);
Status take(const pb::Scenario& message, scenarios::Scenario& scenario);
void put(const scenarios::FaultInjection& fault, pb::Fault& message);
Status take(const pb::Fault& message, scenarios::FaultInjection& fault);
void put(const Lease& lease, pb::Lease& message);
Status take(const pb::Lease& message, Lease& lease);

void put(const record::Environment& environment, pb::Environment& message);
Status take(const pb::Environment& message, record::Environment& environment);
void put(const record::JobResult& result, pb::JobResult& message);
Status take(const pb::JobResult& message, record::JobResult& result);

void put(const WorkerState& state, pb::WorkerState& message);
Status take(const pb::WorkerState& message, WorkerState& state);
void put(const DesiredState& state, pb::DesiredState& message);
Status take(const pb::DesiredState& message, DesiredState& state);

void put(const SubmitRequest& request, pb::SubmitRequest& message);
Status take(const pb::SubmitRequest& message, SubmitRequest& request);
void put(const SubmitReply& reply, pb::SubmitReply& message);
Status take(const pb::SubmitReply& message, SubmitReply& reply);
void put(const StatusRequest& request, pb::StatusRequest& message);
Status take(const pb::StatusRequest& message, StatusRequest& request);
void put(const StatusReply& reply, pb::StatusReply& message);
Status take(const pb::StatusReply& message, StatusReply& reply);
void put(const CancelRequest& request, pb::CancelRequest& message);
Status take(const pb::CancelRequest& message, CancelRequest& request);
void put(const Refusal& refusal, pb::Refusal& message);
Status take(const pb::Refusal& message, Refusal& refusal);

}  // namespace nightjar::wire
