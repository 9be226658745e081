// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Building, refitting, caching and measuring, as a user types them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/text_file.h"
#include "cli/command.h"
#include "tests/cli/ask.h"

namespace nightjar::cli {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string text_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class EngineCommands : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(::testing::TempDir()) / "nightjar_engine_commands";
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    EXPECT_EQ(ask("model make policy_mlp -o " + path("m.onnx")).exit_code, kExitOk);
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  fs::path folder_;
};

TEST_F(EngineCommands, APastedTrtexecLineIsDone) {
  const Answer answer =
      ask("trtexec --onnx=" + path("m.onnx") + " --saveEngine=" + path("m.plan") +
          " --device=cpu --shapes=observation:2x64 --iterations=12 --duration=0 --warmUp=0"
          " --builderOptimizationLevel=1 --useCudaGraph --dumpProfile --exportTimes=" +
          path("t.json") + " --exportProfile=" + path("p.json") + " --exportLayerInfo=" +
          path("l.json") + " --profilingVerbosity=detailed --timingCacheFile=" + path("timings"));
  EXPECT_EQ(answer.exit_code, kExitOk) << answer.err;
  EXPECT_THAT(answer.out, HasSubstr("Timing trace has 12 queries"));
  EXPECT_THAT(answer.out, HasSubstr("Throughput: "));
  EXPECT_THAT(answer.out, HasSubstr("percentile(99%)"));
  EXPECT_THAT(text_of(path("t.json")), HasSubstr("startComputeMs"));
  EXPECT_THAT(text_of(path("p.json")), HasSubstr("\"count\": 20"));
  EXPECT_THAT(text_of(path("l.json")), HasSubstr("TacticName"));
  EXPECT_THAT(text_of(path("timings")), HasSubstr("nightjar timing cache 1"));
  const Answer loaded = ask("trtexec --loadEngine=" + path("m.plan") +
                            " --device=cpu --iterations=3 --duration=0 --warmUp=0"
                            " --noDataTransfers --streams=2");
  EXPECT_EQ(loaded.exit_code, kExitOk) << loaded.err;
  EXPECT_THAT(loaded.out, HasSubstr("Timing trace has 6 queries"));
  EXPECT_THAT(loaded.out, HasSubstr("H2D Latency: min = 0 ms, max = 0 ms"));
}

TEST_F(EngineCommands, ATrtexecFlagThatAsksForWhatThereIsNotIsRefused) {
  const Answer answer = ask("trtexec --onnx=" + path("m.onnx") + " --useDLACore=0");
  EXPECT_EQ(answer.exit_code, kExitError);
  EXPECT_THAT(answer.err, HasSubstr("--useDLACore: there is no DLA"));
}

TEST_F(EngineCommands, APlanIsStrippedRefittedAndBuiltAgain) {
  const std::string model = path("m.onnx"), cache = " --timing-cache " + path("timings");
  ASSERT_EQ(ask("build " + model + " -o " + path("whole.plan") + cache).exit_code, kExitOk);
  ASSERT_EQ(
      ask("build " + model + " -o " + path("bare.plan") + " --strip-weights" + cache).exit_code,
      kExitOk);
  EXPECT_LT(fs::file_size(path("bare.plan")), fs::file_size(path("whole.plan")));
  const Answer refused = ask("load-bench " + path("bare.plan"));
  EXPECT_THAT(refused.err, HasSubstr("refit it"));
  ASSERT_EQ(ask("refit " + path("bare.plan") + " " + model + " -o " + path("again.plan")).exit_code,
            kExitOk);
  EXPECT_EQ(text_of(path("again.plan")), text_of(path("whole.plan")));
  EXPECT_THAT(ask("build " + path("whole.plan") + " -o " + path("new.plan")).err,
              HasSubstr("no network inside"));
  ASSERT_EQ(ask("build " + model + " -o " + path("kept.plan") + " --embed-network").exit_code,
            kExitOk);
  EXPECT_EQ(ask("build " + path("kept.plan") + " -o " + path("new.plan")).exit_code, kExitOk);
  const Answer merged =
      ask("cache merge " + path("timings") + " " + path("timings") + " -o " + path("merged"));
  EXPECT_EQ(merged.exit_code, kExitOk) << merged.err;
  EXPECT_EQ(text_of(path("merged")), text_of(path("timings")));
  EXPECT_EQ(ask("cache merge " + path("absent") + " -o " + path("merged")).exit_code, kExitError);
  const Answer loads = ask("load-bench " + path("whole.plan") + " --loaders 2 --repeats 3");
  EXPECT_THAT(loads.out, HasSubstr("3 loads in"));
}

TEST_F(EngineCommands, InputsAreLoadedFromRawBytes) {
  const std::string line = "trtexec --onnx=" + path("m.onnx") +
                           " --device=cpu --shapes=observation:2x64 --iterations=1 --duration=0"
                           " --warmUp=0 --builderOptimizationLevel=0 --loadInputs=observation:";
  ASSERT_TRUE(write_text_file(path("two.bin"), std::string(2 * 64 * 4, '\0')).ok());
  const Answer answer = ask(line + path("two.bin"));
  EXPECT_EQ(answer.exit_code, kExitOk) << answer.err;
  ASSERT_TRUE(write_text_file(path("one.bin"), std::string(64 * 4, '\0')).ok());
  EXPECT_THAT(ask(line + path("one.bin")).err, HasSubstr("has 256 bytes and input 'observation'"));
  EXPECT_THAT(ask(line + path("absent.bin")).err, HasSubstr("absent.bin"));
  EXPECT_THAT(ask("trtexec --onnx=" + path("m.onnx") +
                  " --device=cpu --duration=0"
                  " --builderOptimizationLevel=0 --loadInputs=other:" +
                  path("one.bin"))
                  .err,
              HasSubstr("the plan has no input 'other'"));
}

TEST_F(EngineCommands, ACalibrationCacheIsReadByTrtexec) {
  const std::string model = path("m.onnx"), cache = path("ranges");
  ASSERT_EQ(ask("quantize " + model + " -o " + path("q.onnx") + " --calibration-cache " + cache)
                .exit_code,
            kExitOk);
  const std::string line =
      "trtexec --int8 --device=cpu --skipInference --verbose"
      " --builderOptimizationLevel=0 --onnx=" +
      model + " --calib=";
  const Answer ours = ask(line + cache);
  EXPECT_EQ(ours.exit_code, kExitOk) << ours.err;
  EXPECT_THAT(ours.out, HasSubstr("ranges of '" + cache + "'"));
  ASSERT_TRUE(write_text_file(path("few"), "TRT-8502-EntropyCalibration2\nx: 3c010a14\n").ok());
  EXPECT_THAT(ask(line + path("few")).err, HasSubstr("range")) << "a tensor without one is named";
}

TEST_F(EngineCommands, AFolderInPlaceOfAFileIsNamed) {
  const std::string model = path("m.onnx"), folder = path("some.json");
  fs::create_directories(folder);
  for (const std::string& line :
       {"build " + model + " -o " + path("p.plan") + " --level 0 --timing-cache " + folder,
        "build " + model + " -o " + path("p.plan") + " --level 0 --decisions " + folder,
        "build " + model + " -o " + path("p.plan") + " --level 0 --decisions-out " + folder,
        "build " + model + " -o " + folder + " --level 0", "inspect " + folder}) {
    const Answer answer = ask(line);
    EXPECT_EQ(answer.exit_code, kExitError) << line;
    EXPECT_THAT(answer.err, HasSubstr(folder)) << line;
  }
}

TEST_F(EngineCommands, NamesThatNoFileCanHaveAreRefused) {
  const std::string name(5000, 'a');
  for (const std::string& line : {"build " + name + " -o " + path("p.plan"), "inspect " + name,
                                  "cache merge " + name + " -o " + path("merged")}) {
    EXPECT_EQ(ask(line).exit_code, kExitError) << line.substr(0, 20);
  }
}

TEST_F(EngineCommands, AModelIsNotOverwrittenByATimingCache) {
  const std::string model = path("m.onnx"), before = text_of(model);
  const Answer answer =
      ask("build " + model + " -o " + path("p.plan") + " --timing-cache " + model);
  EXPECT_EQ(answer.exit_code, kExitError);
  EXPECT_THAT(answer.err, HasSubstr("is no timing cache of this version"));
  EXPECT_EQ(text_of(model), before);
}

TEST_F(EngineCommands, ABudgetThatIsNoNumberIsRefused) {
  const std::string build = "build " + path("m.onnx") + " -o " + path("p.plan");
  EXPECT_EQ(ask(build + " --level 0 --tune-budget 1e300").exit_code, kExitOk);
  for (const char* flag : {" --tune-budget nan", " --tune-budget inf", " --workspace-limit nan"}) {
    EXPECT_NE(ask(build + flag).exit_code, kExitOk) << flag;
  }
}

TEST_F(EngineCommands, AProfileHoldsWhatItPromises) {
  const std::string build = "build " + path("m.onnx") + " -o " + path("p.plan") + " --level 0";
  ASSERT_EQ(ask(build + " --min-shapes observation:1x64 --max-shapes observation:4x64").exit_code,
            kExitOk);
  const std::string run =
      "trtexec --device=cpu --iterations=1 --duration=0 --warmUp=0"
      " --loadEngine=" +
      path("p.plan");
  EXPECT_EQ(ask(run + " --shapes=observation:3x64").exit_code, kExitOk);
  EXPECT_THAT(ask(run + " --shapes=observation:5x64").err, HasSubstr("outside of the profile"));
  EXPECT_THAT(ask(build + " --min-shapes other:1").err, HasSubstr("does not have"));
}

}  // namespace
}  // namespace nightjar::cli
