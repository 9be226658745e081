// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/trtexec/flags.h"

#include <gtest/gtest.h>

#include "cli/trtexec/request.h"

namespace nightjar::cli::trtexec {
namespace {

Result<Request> request(const std::vector<std::string>& words) {
  NIGHTJAR_ASSIGN(const auto flags, read_flags(words));
  return request_of(flags);
}

std::string refusal(const std::vector<std::string>& words) {
  const auto read = request(words);
  return read.ok() ? std::string() : read.error().message;
}

TEST(TrtexecFlags, APastedCommandIsUnderstood) {
  const auto read = request({"--onnx=m.onnx",
                             "--saveEngine=m.plan",
                             "--fp16",
                             "--shapes=x:1x3x224x224,y:2",
                             "--iterations=20",
                             "--duration=0.5",
                             "--warmUp=100",
                             "--exportTimes=t.json",
                             "--exportProfile=p.json",
                             "--dumpProfile",
                             "--builderOptimizationLevel=2",
                             "--memPoolSize=workspace:2G",
                             "--timingCacheFile=c",
                             "--profilingVerbosity=detailed",
                             "--useCudaGraph",
                             "--noDataTransfers",
                             "--streams=2",
                             "--verbose",
                             "--device=1",
                             "--percentile=50,99.9",
                             "--useSpinWait",
                             "--separateProfileRun"});
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->build.model, "m.onnx");
  EXPECT_EQ(read->build.precision, "fp16");
  EXPECT_EQ(read->build.device, "cuda:1");
  EXPECT_EQ(read->build.choosing.level, 2);
  EXPECT_EQ(read->build.choosing.workspace_mib, 2048);
  EXPECT_EQ(read->build.choosing.timing_cache, "c");
  EXPECT_EQ(read->save_plan, "m.plan");
  EXPECT_EQ(read->inference.iterations, 20u);
  EXPECT_EQ(read->inference.duration_s, 0.5);
  EXPECT_EQ(read->inference.warm_up_ms, 100);
  EXPECT_EQ(read->inference.streams, 2u);
  EXPECT_FALSE(read->inference.transfers);
  EXPECT_FALSE(read->names_only);
  EXPECT_EQ(read->percentiles, (std::vector<double>{50, 99.9}));
}

TEST(TrtexecFlags, BestIsASearchOverPrecisions) {
  EXPECT_EQ(request({"--onnx=m", "--best"})->build.precision, "best");
}

TEST(TrtexecFlags, WhatThereIsNotIsRefusedWithTheReason) {
  EXPECT_NE(refusal({"--onnx=m", "--useDLACore=0"}).find("there is no DLA"), std::string::npos);
  EXPECT_NE(refusal({"--onnx=m", "--fp16", "--int8"}).find("search over precisions"),
            std::string::npos);
  EXPECT_NE(refusal({"--onnx=m", "--sparsity=enable"}).find("structured sparsity"),
            std::string::npos);
  EXPECT_NE(refusal({"--onnx=m", "--invented"}).find("--invented: this flag is not known here"),
            std::string::npos);
  EXPECT_NE(refusal({"m.onnx"}).find("is no flag"), std::string::npos);
}

TEST(TrtexecFlags, NumbersThatAreNoneAreRefused) {
  for (const std::string word :
       {"--percentile=nan", "--percentile=50,inf", "--duration=inf", "--duration=nan",
        "--warmUp=-inf", "--warmUp=1e300", "--workspace=nan", "--memPoolSize=workspace:nan",
        "--memPoolSize=workspace:infG", "--memPoolSize=workspace:1e300",
        "--memPoolSize=workspace:", "--iterations=99999999999999999999"}) {
    EXPECT_EQ(refusal({"--onnx=m", word}).rfind(word.substr(0, word.find('=')), 0), 0u) << word;
  }
}

TEST(TrtexecFlags, InputsComeFromFilesByName) {
  const auto read = request({"--onnx=m", "--loadInputs=x:a.bin,'image:0':dir/b.bin"});
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->input_files,
            (std::map<std::string, std::string>{{"x", "a.bin"}, {"image:0", "dir/b.bin"}}));
  for (const std::string files : {"a.bin", "x:", ":a.bin", "x:a,x:b", "'x:a.bin", "x:a,,y:b"}) {
    EXPECT_NE(refusal({"--onnx=m", "--loadInputs=" + files}).find("write it as name:file"),
              std::string::npos)
        << files;
  }
}

TEST(TrtexecFlags, ACalibrationIsForInt8) {
  const auto read = request({"--onnx=m", "--int8", "--calib=c.cache"});
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->build.quantize.ranges, "c.cache");
  EXPECT_EQ(read->build.quantize.activations, "int8");
  EXPECT_NE(refusal({"--onnx=m", "--calib=c.cache"}).find("--calib is for --int8"),
            std::string::npos);
}

TEST(TrtexecFlags, SwitchesTakeNoValue) {
  for (const std::string word : {"--fp16=maybe", "--fp16=", "--verbose=1", "--useCudaGraph=no"}) {
    EXPECT_NE(refusal({"--onnx=m", word}).find("is a switch"), std::string::npos) << word;
  }
  EXPECT_EQ(refusal({"--onnx=m", "--useSpinWait"}), "");
  EXPECT_NE(refusal({"--onnx=m", "--noSpinWait"}).find("waits awake"), std::string::npos);
}

/// trtexec's pool of nothing is a limit; the builder's limit of nothing is none.
TEST(TrtexecFlags, NoWorkspaceIsALimit) {
  for (const std::string word :
       {"--workspace=0", "--memPoolSize=workspace:0", "--memPoolSize=workspace:0.2B"}) {
    const auto read = request({"--onnx=m", word});
    ASSERT_TRUE(read.ok()) << read.error().message;
    engine::BuildOptions options;
    ASSERT_TRUE(apply(read->build.choosing, options).ok());
    EXPECT_EQ(options.max_workspace_bytes, 1u) << word;
  }
}

TEST(TrtexecFlags, MistakesAreNamed) {
  EXPECT_NE(refusal({}).find("--onnx or a plan with --loadEngine"), std::string::npos);
  EXPECT_NE(refusal({"--onnx=m", "--loadEngine=p"}).find("one of the two"), std::string::npos);
  EXPECT_EQ(refusal({"--onnx"}), "--onnx wants a value");
  EXPECT_NE(refusal({"--onnx=m", "--iterations=-3"}).find("--iterations=-3"), std::string::npos);
  EXPECT_NE(refusal({"--onnx=m", "--warmUp=soon"}).find("--warmUp=soon"), std::string::npos);
  EXPECT_NE(refusal({"--onnx=m", "--builderOptimizationLevel=9"}).find("levels are 0 to 5"),
            std::string::npos);
  EXPECT_NE(refusal({"--onnx=m", "--memPoolSize=dlaSRAM:1"}).find("only pool"), std::string::npos);
  EXPECT_NE(refusal({"--onnx=m", "--memPoolSize=workspace:1T"}).find("--memPoolSize"),
            std::string::npos);
  EXPECT_NE(refusal({"--onnx=m", "--device=gpu"}).find("--device=gpu"), std::string::npos);
  EXPECT_NE(refusal({"--onnx=m", "--percentile=101"}).find("--percentile"), std::string::npos);
}

}  // namespace
}  // namespace nightjar::cli::trtexec
