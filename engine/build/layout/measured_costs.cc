// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/layout/measured_costs.h"

#include <algorithm>

#include "engine/build/choose/choose.h"
#include "engine/build/program.h"
#include "kernels/movement/part_offsets.h"

namespace nightjar::build {
namespace {

using network::Network;
using network::Op;
using network::TensorId;

/// The op alone, its operands described as they are.
Network network_of(const Network& network, const Op& op) {
  Network alone;
  Op copy = op;
  std::map<TensorId, TensorId> added;
  for (TensorId& input : copy.inputs) {
    if (input == network::kAbsent) continue;
    const network::Tensor& tensor = network.tensor(input);
    const auto [entry, is_new] = added.try_emplace(input, network::kAbsent);
    if (is_new) {
      entry->second = tensor.constant ? alone.add_constant(tensor.name, *tensor.constant)
                                      : alone.add_input(tensor.name, tensor.desc);
      alone.tensor(entry->second).elements = tensor.elements;
    }
    input = entry->second;
  }
  for (TensorId& output : copy.outputs) {
    if (output == network::kAbsent) continue;
    network::Tensor tensor;
    tensor.name = network.tensor(output).name;
    tensor.desc = network.tensor(output).desc;
    output = alone.add_tensor(std::move(tensor));
  }
  alone.insert_op(copy);
  for (const TensorId output : copy.outputs) {
    if (output != network::kAbsent) alone.add_output(output, alone.tensor(output).name);
  }
  return alone;
}

/// What the time of a program's steps depends on.
std::string key_of(const Program& program) {
  std::string key;
  for (const ProgramStep& step : program.steps) {
    key += step.problem.digest();
    for (const tensor::HostTensor& constant : constants_of(program, step)) {
      key += constant.defined() ? 'c' : '-';
    }
  }
  return key;
}

/// Sums over a whole network add up what disturbed each median; the least that the interval leaves
/// room for is what the kernel itself takes.
double undisturbed_ns(const Choice& choice) {
  for (const CandidateRecord& record : choice.candidates) {
    const bool is_winner =
        record.tactic == choice.winner.tactic->name() && record.config == choice.winner.config;
    if (is_winner && record.low_ns > 0) return record.low_ns;
  }
  return choice.median_ns;
}

}  // namespace

MeasuredCosts::MeasuredCosts(const tensor::SymbolValues& symbols, device::Device& device,
                             const BuildOptions& options, const Clock& clock)
    : symbols_(symbols),
      device_(device),
      options_(options),
      clock_(clock),
      deadline_ns_(clock.steady_ns() + options.tuning_budget_ns) {
  options_.decisions_json.clear();
  if (options.progress) {
    options_.progress = [progress = options.progress](size_t, size_t, const std::string& step) {
      return progress(0, 1, "layout of " + step);
    };
  }
}

Result<double> MeasuredCosts::op_ns(const Network& network, const Op& op) {
  return steps_ns(network_of(network, op));
}

Result<double> MeasuredCosts::reformat_ns(const tensor::TensorDesc& from, tensor::Layout to) {
  Network network;
  network::Tensor target;
  target.name = "y";
  target.desc = from;
  target.desc.layout = to;
  Op op;
  op.domain = "nightjar";
  op.type = op.name = "Reformat";
  op.inputs = {network.add_input("x", from)};
  op.outputs = {network.add_tensor(target)};
  op.attributes.set("layout", static_cast<int64_t>(to));
  op.attributes.set("to", static_cast<int64_t>(from.type));
  network.add_output(op.outputs[0], "y");
  network.insert_op(std::move(op));
  return steps_ns(network);
}

Result<double> MeasuredCosts::steps_ns(const Network& network) {
  NIGHTJAR_ASSIGN(Program program, make_program(network));
  std::erase_if(program.steps, [&](const ProgramStep& step) {
    const auto bound = step.problem.bind(symbols_);
    return step.problem.family == "pointwise" || step.operation == "Copy" ||
           (bound.ok() && kernels::part_offsets(*bound));
  });
  const auto [known, is_new] = known_.try_emplace(key_of(program), 0.0);
  if (!is_new) return known->second;
  options_.tuning_budget_ns = deadline_ns_ - clock_.steady_ns();
  if (options_.tuning_budget_ns <= 0) {
    return unsupported("the time for tuning was up before all layouts were timed");
  }
  NIGHTJAR_ASSIGN(const auto choices, choose_tactics(program, symbols_, device_, options_, clock_));
  for (const Choice& choice : choices) known->second += undisturbed_ns(choice);
  return known->second;
}

}  // namespace nightjar::build
