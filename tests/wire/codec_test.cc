// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "wire/codec.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/wire/examples.h"
#include "wire/dialogue.pb.h"

namespace nightjar::wire {
namespace {

std::string error_of(const google::protobuf::MessageLite& message) {
  const std::string text = message.SerializeAsString();
  const auto read = decode(std::as_bytes(std::span(text.data(), text.size())));
  return read.ok() ? "no error" : read.error().message;
}

pb::Envelope envelope() {
  pb::Envelope envelope;
  envelope.set_version(kProtocolVersion);
  return envelope;
}

// A lease that passes, to be damaged by a test.
pb::Lease& valid_lease(pb::Envelope& envelope) {
  pb::DesiredState& state = *envelope.mutable_desired_state();
  state.set_duty(pb::DesiredState::WORK);
  pb::Lease& lease = *state.mutable_lease();
  pb::Scenario& scenario = *lease.mutable_scenario();
  scenario.set_kind("inference");
  scenario.set_model("m");
  scenario.set_precision("fp32");
  scenario.set_batch(1);
  scenario.set_pattern("offline");
  scenario.set_device("cpu");
  pb::SamplingPlan& sampling = *scenario.mutable_sampling();
  sampling.set_min_samples(1);
  sampling.set_max_samples(1);
  sampling.set_max_duration_ns(1);
  return lease;
}

TEST(Codec, EveryMessageComesBackExactly) {
  for (uint64_t seed = 0; seed < 2000; ++seed) {
    const Message message = ExampleMaker(seed).message();
    const auto bytes = encode(message);
    ASSERT_TRUE(bytes.ok()) << bytes.error().message;
    const auto read = decode(*bytes);
    ASSERT_TRUE(read.ok()) << "seed " << seed << ": " << read.error().message;
    ASSERT_TRUE(*read == message) << "seed " << seed << ", " << name_of(message);
  }
}

TEST(Codec, LeasesAndResultsComeBackAlone) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    ExampleMaker examples(seed);
    const Lease lease = examples.lease();
    EXPECT_TRUE(*decode_lease(*encode_lease(lease)) == lease) << "seed " << seed;
    const record::JobResult result = examples.result();
    EXPECT_TRUE(*decode_result(*encode_result(result)) == result) << "seed " << seed;
  }
}

TEST(Codec, DamagedBytesNeverCrash) {
  std::mt19937_64 random(11);
  int refused = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    const auto whole = encode(ExampleMaker(seed).message());
    for (int round = 0; round < 30; ++round) {
      std::vector<std::byte> damaged = *whole;
      if (round % 3 == 0) damaged.resize(random() % damaged.size());
      for (size_t i = 0; i < 4 && !damaged.empty(); ++i) {
        damaged[random() % damaged.size()] = static_cast<std::byte>(random());
      }
      const auto read = decode(damaged);
      refused += read.ok() ? 0 : 1;
      EXPECT_TRUE(!read.ok() || encode(*read).ok());
    }
  }
  EXPECT_GT(refused, 1000);
}

TEST(Codec, RefusesWhatIsNoMessage) {
  const std::string text = "GET / HTTP/1.1\r\n";
  const auto read = decode(std::as_bytes(std::span(text.data(), text.size())));
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().message, "16 bytes are no message of ours");
  EXPECT_EQ(error_of(envelope()), "a message has no body that this program knows");
}

TEST(Codec, RefusesAnotherVersion) {
  pb::Envelope other;
  other.set_version(kProtocolVersion + 1);
  EXPECT_EQ(error_of(other),
            "the peer speaks version 2 of the protocol, this program version 1: update the older "
            "one");
  EXPECT_EQ(error_of(pb::Envelope()), "0 bytes are no message of ours");
}

TEST(Codec, RefusesOversizeMessages) {
  record::JobResult result;
  result.error.assign(kMaxMessageBytes, 'x');
  const auto bytes = encode_result(result);
  ASSERT_FALSE(bytes.ok());
  EXPECT_NE(bytes.error().message.find("the limit is 67108864"), std::string::npos);
  EXPECT_FALSE(decode(std::vector<std::byte>(kMaxMessageBytes + 1)).ok());
}

TEST(Codec, LargestSampleCountFits) {
  record::JobResult result;
  result.samples.latency_ns.assign(2'000'000, 43'200'000);
  result.samples.enqueue_ns = result.samples.h2d_ns = result.samples.latency_ns;
  result.samples.compute_ns = result.samples.d2h_ns = result.samples.latency_ns;
  EXPECT_TRUE(encode_result(result).ok());
}

TEST(Codec, RefusesLeasesNoCoordinatorGives) {
  pb::Envelope valid = envelope();
  valid_lease(valid);
  EXPECT_EQ(error_of(valid), "no error");

  pb::Envelope damaged = envelope();
  valid_lease(damaged).mutable_scenario()->set_kind("dance");
  EXPECT_EQ(error_of(damaged), "desired state: kind is an unknown word");

  damaged = envelope();
  valid_lease(damaged).mutable_scenario()->set_batch(-1);
  EXPECT_EQ(error_of(damaged), "desired state: batch is -1, allowed is 1 to 2147483648");

  damaged = envelope();
  valid_lease(damaged).mutable_fault()->set_slow_down(-1);
  EXPECT_EQ(error_of(damaged), "desired state: fault.slow_down is -1, allowed is 0 to 100");

  damaged = envelope();
  valid_lease(damaged).set_side_plan_digest("../../etc/passwd");
  EXPECT_EQ(error_of(damaged), "desired state: side_plan_digest is no digest");

  damaged = envelope();
  valid_lease(damaged).set_side_source(9);
  EXPECT_EQ(error_of(damaged), "desired state: side_source 9 is unknown");

  damaged = envelope();
  valid_lease(damaged).set_proof_order(
      R"({"baseline_ns": 1, "old_sides": [{"plan_digest": "/"}]})");
  EXPECT_EQ(error_of(damaged), "desired state: an old side's plan is no digest");

  damaged = envelope();
  valid_lease(damaged).set_proof_order(R"({"baseline_ns": -1})");
  EXPECT_EQ(error_of(damaged), "desired state: proof_order holds a number out of range");

  damaged = envelope();
  valid_lease(damaged);
  damaged.mutable_desired_state()->clear_lease();
  EXPECT_EQ(error_of(damaged), "desired state: duty is work and there is no lease");

  damaged = envelope();
  valid_lease(damaged);
  damaged.mutable_desired_state()->set_duty(static_cast<pb::DesiredState::Duty>(77));
  EXPECT_EQ(error_of(damaged), "desired state: duty 77 is unknown");

  damaged = envelope();
  valid_lease(damaged);
  damaged.mutable_desired_state()->set_call_again_in_ns(-1);
  EXPECT_EQ(error_of(damaged), "desired state: call_again_in_ns is out of range");
}

TEST(Codec, RefusesResultsNoWorkerMeasures) {
  const auto with = [](auto damage) {
    pb::Envelope message = envelope();
    message.mutable_worker_state()->set_worker_id("w");
    pb::JobResult& result = *message.mutable_worker_state()->mutable_result();
    result.set_outcome("done");
    damage(result);
    return error_of(message);
  };
  EXPECT_EQ(with([](pb::JobResult&) {}), "no error");
  EXPECT_EQ(with([](pb::JobResult& r) { r.set_outcome("great"); }),
            "worker state: outcome is an unknown word");
  EXPECT_EQ(with([](pb::JobResult& r) { r.mutable_latency()->set_median_ns(NAN); }),
            "worker state: a summary holds a number that is not finite");
  EXPECT_EQ(with([](pb::JobResult& r) { r.add_layers()->set_median_ns(INFINITY); }),
            "worker state: a layer holds a number that is not finite");
  EXPECT_EQ(with([](pb::JobResult& r) {
              for (int i = 0; i < 300; ++i) r.mutable_environment()->add_libraries();
            }),
            "worker state: libraries has 300 entries, the limit is 256");
  EXPECT_EQ(
      with([](pb::JobResult& r) { r.set_proof(R"({"outcome": "magic"})"); }),
      "worker state: proof: key \"outcome\" must be an outcome of a proof, such as confirmed");
}

TEST(Codec, RefusesWorkersWithoutName) {
  pb::Envelope message = envelope();
  message.mutable_worker_state();
  EXPECT_EQ(error_of(message), "worker state: worker_id is empty");
  message.mutable_worker_state()->set_worker_id(std::string(5000, 'x'));
  EXPECT_EQ(error_of(message), "worker state: worker_id has 5000 bytes, the limit is 1024");
}

TEST(Codec, NamesTheScenarioOfASubmission) {
  pb::Envelope work = envelope();
  const pb::Scenario& valid = valid_lease(work).scenario();
  pb::Envelope message = envelope();
  *message.mutable_submit_request()->add_scenarios() = valid;
  const std::string unnamed = error_of(message);
  EXPECT_EQ(unnamed.find("scenario 1"), std::string::npos) << unnamed;

  message = envelope();
  message.mutable_submit_request()->add_scenarios();
  EXPECT_EQ(error_of(message), "submit request: scenario 1: kind is an unknown word");
}

}  // namespace
}  // namespace nightjar::wire
