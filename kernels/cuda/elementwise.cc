// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/elementwise.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/device/cuda_module.h"
#include "kernels/common/convert.h"
#include "kernels/cuda/generated_source.h"

namespace nightjar::kernels::cuda {
namespace {

using tensor::DataType;

constexpr uint32_t kThreads = 256;

/// Elements a thread takes at a time: 16 bytes of the smallest type, at most 8.
int run_of(const std::vector<DataType>& types) {
  int64_t smallest = 8;
  for (const DataType type : types) smallest = std::min(smallest, element_bytes(type));
  return smallest <= 2 ? 8 : static_cast<int>(16 / smallest);
}

constexpr std::string_view kKernel = R"(
typedef {compute} C;
struct Arguments {{
  const void* in[N]; void* out; i64 count, rank, extents[8], strides[N][8];
}};
template <int V> __device__ void evaluate(const Arguments& a) {{
#if __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.launch_dependents;" ::: "memory");
  asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
  const i64 first = ((i64)blockIdx.x * blockDim.x + threadIdx.x) * V;
  if (first >= a.count) return;
  i64 at[N] = {{}};
  i64 rest = first;
  for (int axis = (int)a.rank - 1; axis > 0; --axis) {{
    const i64 whole = a.count < 0x7fffffff ? (i64)((u32)rest / (u32)a.extents[axis])
                                           : rest / a.extents[axis];
    const i64 index = rest - whole * a.extents[axis];
#pragma unroll
    for (int i = 0; i < N; ++i) at[i] += index * a.strides[i][axis];
    rest = whole;
  }}
#pragma unroll
  for (int i = 0; i < N; ++i) at[i] += rest * a.strides[i][0];
{loads}
  run<{output}, V> y;
#pragma unroll
  for (int v = 0; v < V; ++v) {{
    C result;
{elements}
    {body}
    store(y.values[v], result);
  }}
  *(run<{output}, V>*)(({output}*)a.out + first) = y;
}}
extern "C" __global__ void run_each(const __grid_constant__ Arguments a) {{ evaluate<1>(a); }}
extern "C" __global__ void run_many(const __grid_constant__ Arguments a) {{ evaluate<{many}>(a); }}
)";

constexpr std::string_view kLoad = R"(  run<{type}, V> r{i};
  if (V == 1 || a.strides[{i}][a.rank - 1] != 0) {{
    r{i} = *(const run<{type}, V>*)((const {type}*)a.in[{i}] + at[{i}]);
  }} else {{
#pragma unroll
    for (int v = 0; v < V; ++v) r{i}.values[v] = ((const {type}*)a.in[{i}])[at[{i}]];
  }}
)";

/// The launch's one parameter, laid out like the kernel's Arguments: everything is 8 bytes long.
class Arguments {
 public:
  Arguments(const ElementwiseWalk& walk, int64_t count) : inputs_(walk.strides.size()) {
    constexpr size_t kAxes = ElementwiseWalk::kMaxAxes;
    words_.resize(inputs_ + 3 + kAxes * (1 + inputs_));
    words_[inputs_ + 1] = count;
    words_[inputs_ + 2] = static_cast<int64_t>(walk.extents.size());
    const auto extents = words_.begin() + static_cast<int64_t>(inputs_) + 3;
    std::copy(walk.extents.begin(), walk.extents.end(), extents);
    for (size_t i = 0; i < inputs_; ++i) {
      std::copy(walk.strides[i].begin(), walk.strides[i].end(),
                extents + static_cast<int64_t>(kAxes * (1 + i)));
    }
  }

  void set_pointers(const LaunchArguments& arguments) {
    for (size_t i = 0; i < inputs_; ++i) words_[i] = reinterpret_cast<int64_t>(arguments.inputs[i]);
    words_[inputs_] = reinterpret_cast<int64_t>(arguments.outputs[0]);
  }
  bool are_aligned(int64_t to) const {
    return std::all_of(words_.begin(), words_.begin() + static_cast<int64_t>(inputs_) + 1,
                       [to](int64_t pointer) { return pointer % to == 0; });
  }
  void* data() { return words_.data(); }

 private:
  size_t inputs_;
  std::vector<int64_t> words_;
};

/// Whether every input moves on by whole runs, or stands still, along runs of the output.
bool allows_runs(const ElementwiseWalk& walk, int run) {
  if (walk.extents.empty() || walk.extents.back() % run != 0) return false;
  return std::all_of(walk.strides.begin(), walk.strides.end(), [&](const tensor::Dims& strides) {
    if (strides.back() == 0) return true;
    return strides.back() == 1 && std::all_of(strides.begin(), strides.end() - 1,
                                              [&](int64_t stride) { return stride % run == 0; });
  });
}

class ElementwiseLaunch final : public Launchable {
 public:
  ElementwiseLaunch(device::CudaModule module, Arguments arguments, int64_t count, int run)
      : module_(std::move(module)),
        arguments_(std::move(arguments)),
        count_(count),
        run_(run),
        overlaps_(device::CudaModule::can_overlap()) {}

  Status find_kernels() {
    NIGHTJAR_ASSIGN(each_, module_.kernel("run_each"));
    NIGHTJAR_ASSIGN(many_, module_.kernel("run_many"));
    return {};
  }

  Status launch(const LaunchArguments& arguments) override {
    if (count_ == 0) return {};
    constexpr int64_t kAlignment = 16;
    arguments_.set_pointers(arguments);
    const bool is_many = run_ > 1 && arguments_.are_aligned(kAlignment);
    const int64_t threads = is_many ? count_ / run_ : count_;
    device::LaunchShape shape;
    shape.grid[0] = static_cast<uint32_t>((threads + kThreads - 1) / kThreads);
    shape.block[0] = kThreads;
    shape.overlaps = overlaps_;
    void* parameters[] = {arguments_.data()};
    return device::CudaModule::launch(is_many ? many_ : each_, shape, parameters,
                                      *arguments.stream);
  }

 private:
  device::CudaModule module_;
  device::CudaModule::Kernel each_ = nullptr, many_ = nullptr;
  Arguments arguments_;
  int64_t count_;
  int run_;
  bool overlaps_;
};

}  // namespace

std::string ElementwiseSource::to_string() const {
  std::string loads, elements;
  std::vector<DataType> types = inputs;
  types.push_back(output);
  for (size_t i = 0; i < inputs.size(); ++i) {
    loads += fmt::format(kLoad, fmt::arg("type", source_name(inputs[i])), fmt::arg("i", i));
    elements += fmt::format("    const C x{0} = load<C>(r{0}.values[v]);\n", i);
  }
  // A kernel without inputs keeps one that is never read.
  return fmt::format("#define N {}\n", std::max<size_t>(inputs.size(), 1)) +
         std::string(source_prelude()) +
         fmt::format(kKernel, fmt::arg("compute", compute), fmt::arg("loads", loads),
                     fmt::arg("elements", elements), fmt::arg("body", body),
                     fmt::arg("output", source_name(output)), fmt::arg("many", run_of(types)));
}

void ElementwiseWalk::simplify() {
  ElementwiseWalk merged;
  merged.strides.resize(strides.size());
  for (size_t axis = 0; axis < extents.size(); ++axis) {
    if (extents[axis] == 1) continue;
    bool continues = !merged.extents.empty();
    for (size_t i = 0; i < strides.size() && continues; ++i) {
      continues = merged.strides[i].back() == strides[i][axis] * extents[axis];
    }
    if (continues) {
      merged.extents.back() *= extents[axis];
      for (size_t i = 0; i < strides.size(); ++i) merged.strides[i].back() = strides[i][axis];
    } else {
      merged.extents.push_back(extents[axis]);
      for (size_t i = 0; i < strides.size(); ++i) merged.strides[i].push_back(strides[i][axis]);
    }
  }
  if (merged.extents.empty()) {
    merged.extents.push_back(1);
    for (tensor::Dims& stride : merged.strides) stride.push_back(0);
  }
  *this = std::move(merged);
}

Result<Prepared> prepare_elementwise(const ElementwiseSource& source, device::Device& device) {
  NIGHTJAR_ASSIGN(auto code, device::compile_cuda(source.to_string(), device.info().isa));
  return Prepared{std::move(code), {}};
}

Result<std::unique_ptr<Launchable>> open_elementwise(const std::vector<DataType>& types,
                                                     ElementwiseWalk walk,
                                                     std::span<const std::byte> code) {
  const int64_t count = tensor::element_count(walk.extents);
  walk.simplify();
  if (walk.extents.size() > ElementwiseWalk::kMaxAxes) {
    return unsupported(
        fmt::format("generated kernels walk {} axes at most.", ElementwiseWalk::kMaxAxes));
  }
  if (walk.strides.empty()) walk.strides.emplace_back(walk.extents.size(), 0);
  NIGHTJAR_ASSIGN(auto module, device::CudaModule::load(code));
  const int run = run_of(types);
  auto opened = std::make_unique<ElementwiseLaunch>(std::move(module), Arguments(walk, count),
                                                    count, allows_runs(walk, run) ? run : 1);
  NIGHTJAR_TRY(opened->find_kernels());
  return std::unique_ptr<Launchable>(std::move(opened));
}

}  // namespace nightjar::kernels::cuda
