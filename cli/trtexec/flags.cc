// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/trtexec/flags.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace nightjar::cli::trtexec {
namespace {

enum class Form : uint8_t { kSwitch, kValue };

struct Understood {
  std::string_view name;
  Form form;
};

constexpr std::array kUnderstood = {
    Understood{"onnx", Form::kValue},
    Understood{"saveEngine", Form::kValue},
    Understood{"loadEngine", Form::kValue},
    Understood{"shapes", Form::kValue},
    Understood{"minShapes", Form::kValue},
    Understood{"optShapes", Form::kValue},
    Understood{"maxShapes", Form::kValue},
    Understood{"fp16", Form::kSwitch},
    Understood{"bf16", Form::kSwitch},
    Understood{"int8", Form::kSwitch},
    Understood{"best", Form::kSwitch},
    Understood{"calib", Form::kValue},
    Understood{"loadInputs", Form::kValue},
    Understood{"iterations", Form::kValue},
    Understood{"duration", Form::kValue},
    Understood{"warmUp", Form::kValue},
    Understood{"avgRuns", Form::kValue},
    Understood{"percentile", Form::kValue},
    Understood{"infStreams", Form::kValue},
    Understood{"streams", Form::kValue},
    Understood{"noDataTransfers", Form::kSwitch},
    Understood{"includeDataTransfers", Form::kSwitch},
    Understood{"exportTimes", Form::kValue},
    Understood{"exportProfile", Form::kValue},
    Understood{"exportLayerInfo", Form::kValue},
    Understood{"dumpProfile", Form::kSwitch},
    Understood{"dumpLayerInfo", Form::kSwitch},
    Understood{"profilingVerbosity", Form::kValue},
    Understood{"builderOptimizationLevel", Form::kValue},
    Understood{"memPoolSize", Form::kValue},
    Understood{"workspace", Form::kValue},
    Understood{"timingCacheFile", Form::kValue},
    Understood{"device", Form::kValue},
    Understood{"skipInference", Form::kSwitch},
    Understood{"buildOnly", Form::kSwitch},
    Understood{"stripWeights", Form::kSwitch},
    Understood{"stripAllWeights", Form::kSwitch},
    Understood{"verbose", Form::kSwitch},
};

/// What always holds here, so that asking for it changes nothing.
constexpr std::array<Understood, 11> kAlwaysSo = {{
    {"useCudaGraph", Form::kSwitch},        // every shape is one graph on a GPU
    {"useSpinWait", Form::kSwitch},         // the host waits awake, as latency is what is measured
    {"separateProfileRun", Form::kSwitch},  // profiling is never part of the measured run
    {"explicitBatch", Form::kSwitch},
    {"noTF32", Form::kSwitch},           // FP32 is never computed in TF32
    {"stronglyTyped", Form::kSwitch},    // types are the model's unless a precision is asked for
    {"threads", Form::kSwitch},          // each stream has a thread
    {"timeDeserialize", Form::kSwitch},  // loading is always timed
    {"noBuilderCache", Form::kSwitch},
    {"avgTiming", Form::kValue},  // tactics are timed until intervals are apart
    {"tempdir", Form::kValue},
}};

struct Refused {
  std::string_view name, why;
};

constexpr std::array kRefused = {
    Refused{"fp8", "the builder has no FP8: name fp16, bf16 or int8"},
    Refused{"int4", "the builder has no INT4: name fp16, bf16 or int8"},
    Refused{"useDLACore", "there is no DLA: choose a GPU with --device or the CPU"},
    Refused{"allowGPUFallback", "there is no DLA to fall back from"},
    Refused{"batch", "networks have explicit batches: give --shapes"},
    Refused{"maxBatch", "networks have explicit batches: give --maxShapes"},
    Refused{"uff", "UFF models are not read: export to ONNX"},
    Refused{"deploy", "Caffe models are not read: export to ONNX"},
    Refused{"model", "Caffe models are not read: export to ONNX"},
    Refused{"plugins", "TensorRT's plugin libraries do not load here: see engine/plugin.h"},
    Refused{"staticPlugins", "TensorRT's plugin libraries do not load here: see engine/plugin.h"},
    Refused{"dynamicPlugins", "TensorRT's plugin libraries do not load here: see engine/plugin.h"},
    Refused{"setPluginsToSerialize", "TensorRT's plugin libraries do not load here"},
    Refused{"sparsity", "there are no kernels for structured sparsity"},
    Refused{"tacticSources", "the sources are others here: use `nightjar build --tactic-sources`"},
    Refused{"layerPrecisions", "precisions are not set by layer names of TensorRT"},
    Refused{"layerOutputTypes", "types are not set by layer names of TensorRT"},
    Refused{"precisionConstraints", "there are no precision constraints to obey or prefer"},
    Refused{"versionCompatible",
            "a plan runs with the library versions it was built with; keep "
            "the network in it with `build --embed-network`"},
    Refused{"hardwareCompatibilityLevel",
            "a plan runs on the device class it was built for; keep "
            "the network in it with `build --embed-network`"},
    Refused{"weightStreamingBudget", "weights are not streamed: they must fit the device"},
    Refused{"allowWeightStreaming", "weights are not streamed: they must fit the device"},
    Refused{"refit", "every plan can be refitted: use `nightjar refit PLAN MODEL -o NEW`"},
    Refused{"safe", "there is no safety runtime"},
    Refused{"restricted", "there is no safety runtime"},
    Refused{"noSpinWait", "the host waits awake: leave the flag out"},
    Refused{"sleepTime", "launches are not delayed on purpose"},
    Refused{"idleTime", "launches are not delayed on purpose"},
    Refused{"dumpOutput", "outputs are not shown here: check answers with `nightjar verify`"},
    Refused{"exportOutput", "outputs are not shown here: check answers with `nightjar verify`"},
    Refused{"inputIOFormats", "inputs and outputs keep the model's types and are row-major"},
    Refused{"outputIOFormats", "inputs and outputs keep the model's types and are row-major"},
    Refused{"serialized", "plans are loaded with --loadEngine"},
    Refused{"useProfile", "there is one profile: that of --minShapes, --optShapes, --maxShapes"},
    Refused{"profile", "there is one profile: that of --minShapes, --optShapes, --maxShapes"},
};

template <typename Table>
auto find_in(const Table& table, std::string_view name) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.name == name; });
  return found == table.end() ? nullptr : &*found;
}

Error refused(const std::string& name, std::string_view why) {
  return unsupported("--" + name + ": " + std::string(why));
}

Status check_form(const std::string& name, Form form, bool has_value) {
  if (form == Form::kValue && !has_value) return invalid_input("--" + name + " wants a value");
  if (form == Form::kSwitch && has_value) {
    return invalid_input("--" + name + " is a switch: write it without a value, or leave it out");
  }
  return {};
}

}  // namespace

Result<Flags> read_flags(const std::vector<std::string>& words) {
  Flags flags;
  for (const std::string& word : words) {
    if (word.rfind("--", 0) != 0) {
      return invalid_input("'" + word + "' is no flag: trtexec's flags are --name or --name=value");
    }
    const size_t equals = word.find('=');
    const std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
    const bool has_value = equals != std::string::npos;
    if (const auto* row = find_in(kRefused, name)) return refused(name, row->why);
    const auto* always = find_in(kAlwaysSo, name);
    const auto* understood = find_in(kUnderstood, name);
    if (always == nullptr && understood == nullptr) {
      return refused(name,
                     "this flag is not known here; `nightjar build --help` and `nightjar "
                     "bench --help` list what there is");
    }
    NIGHTJAR_TRY(check_form(name, always ? always->form : understood->form, has_value));
    if (understood != nullptr) flags[name] = has_value ? word.substr(equals + 1) : "";
  }
  return flags;
}

}  // namespace nightjar::cli::trtexec
