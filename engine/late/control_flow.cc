// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/late/control_flow.h"

#include <algorithm>
#include <iterator>

#include "engine/late/pieces.h"
#include "engine/network/shape_rule.h"

namespace nightjar::late {
namespace {

using network::Op;
using tensor::DataType;
using tensor::HostTensor;
using tensor::Value;
using Values = std::vector<Value>;

/// Formal inputs, and what each body captures, by name.
struct Inputs {
  Values formal;
  std::map<std::string, Values> captured;
};

Result<Inputs> split_inputs(const Op& op, Values inputs) {
  const auto counts = op.attributes.get_ints("captures", std::vector<int64_t>(op.graphs.size(), 0));
  int64_t total = 0;
  for (const int64_t count : counts) total += std::max<int64_t>(count, 0);
  const bool fits =
      counts.size() == op.graphs.size() && total <= static_cast<int64_t>(inputs.size());
  if (!fits) return internal_error("captured values are miscounted");
  Inputs split;
  auto next = inputs.end() - total;
  split.formal.assign(std::make_move_iterator(inputs.begin()), std::make_move_iterator(next));
  size_t at = 0;
  for (const auto& [name, body] : op.graphs) {
    const auto end = next + std::max<int64_t>(counts[at++], 0);
    split.captured[name].assign(next, end);
    next = end;
  }
  return split;
}

Values with_captured(Values formal, const Inputs& inputs, const std::string& body) {
  const Values& captured = inputs.captured.at(body);
  formal.insert(formal.end(), captured.begin(), captured.end());
  return formal;
}

Result<bool> truth_of(const Value& value, const char* what) {
  if (value.is_tensor() && value.tensor.count() == 1) return value.tensor.integer_at(0) != 0;
  return invalid_input(std::string(what) + " is not one truth value");
}

Value flag(bool truth) {
  HostTensor tensor(DataType::kBool, {});
  tensor.set_integer(0, truth ? 1 : 0);
  return Value(std::move(tensor));
}

/// What a round gave for one output that is stacked.
Status keep_piece(const Value& value, std::vector<HostTensor>& pieces) {
  if (!value.is_tensor()) return invalid_input("its body gives no tensor to stack");
  pieces.push_back(value.tensor);
  return {};
}

/// Pieces along `axis`, the last of them first when reversed. Of no rounds at all, the type and
/// the extents come from the body's own description; an open one is 0.
Result<Value> stack_pieces(std::vector<HostTensor> pieces, const network::Tensor& described,
                           int64_t axis, bool reversed) {
  const size_t rank = (pieces.empty() ? described.desc.shape.size() : pieces[0].dims().size()) + 1;
  NIGHTJAR_ASSIGN(const int place, network::normalize_axis(axis, rank));
  if (pieces.empty()) {
    tensor::Dims dims;
    for (const tensor::Dim& extent : described.desc.shape) {
      dims.push_back(extent.constant().value_or(0));
    }
    dims.insert(dims.begin() + place, 0);
    const DataType type = described.desc.type;
    return Value(HostTensor(type == DataType::kUndefined ? DataType::kFloat32 : type, dims));
  }
  if (reversed) std::reverse(pieces.begin(), pieces.end());
  NIGHTJAR_ASSIGN(HostTensor whole, stack(pieces, static_cast<size_t>(place)));
  return Value(std::move(whole));
}

Result<Values> run_if(const Op&, const Inputs& inputs, const RunBody& run_body) {
  if (inputs.formal.empty()) return invalid_input("has no condition");
  NIGHTJAR_ASSIGN(const bool truth, truth_of(inputs.formal[0], "the condition"));
  const std::string name = truth ? "then_branch" : "else_branch";
  return run_body(name, with_captured({}, inputs, name));
}

Result<int64_t> trip_count(const Value& value) {
  if (value.kind == Value::Kind::kNothing) return INT64_MAX;
  if (value.is_tensor() && value.tensor.count() == 1) return value.tensor.integer_at(0);
  return invalid_input("the number of rounds is not one number");
}

Result<Values> run_loop(const Op& op, const Inputs& inputs, const RunBody& run_body) {
  const network::Network& body = *op.graphs.at("body");
  if (inputs.formal.size() < 2) return invalid_input("has fewer than two inputs");
  NIGHTJAR_ASSIGN(const int64_t rounds, trip_count(inputs.formal[0]));
  bool goes_on = true;
  if (inputs.formal[1].kind != Value::Kind::kNothing) {
    NIGHTJAR_ASSIGN(goes_on, truth_of(inputs.formal[1], "the condition"));
  }
  Values carried(inputs.formal.begin() + 2, inputs.formal.end());
  const size_t carried_count = carried.size();
  if (body.outputs().size() < carried_count + 1) return invalid_input("its body gives too little");
  std::vector<std::vector<HostTensor>> pieces(body.outputs().size() - 1 - carried_count);
  for (int64_t round = 0; round < rounds && goes_on; ++round) {
    Values given = {Value(HostTensor::of_int64({}, {round})), flag(true)};
    std::move(carried.begin(), carried.end(), std::back_inserter(given));
    NIGHTJAR_ASSIGN(Values answers,
                    run_body("body", with_captured(std::move(given), inputs, "body")));
    NIGHTJAR_ASSIGN(goes_on, truth_of(answers[0], "the body's condition"));
    const auto first = answers.begin() + 1,
               middle = first + static_cast<std::ptrdiff_t>(carried_count);
    for (size_t i = 0; i < pieces.size(); ++i) {
      NIGHTJAR_TRY(keep_piece(middle[static_cast<std::ptrdiff_t>(i)], pieces[i]));
    }
    carried.assign(std::make_move_iterator(first), std::make_move_iterator(middle));
  }
  for (size_t i = 0; i < pieces.size(); ++i) {
    const network::Tensor& described = body.tensor(body.outputs()[1 + carried_count + i]);
    NIGHTJAR_ASSIGN(Value whole, stack_pieces(std::move(pieces[i]), described, 0, false));
    carried.push_back(std::move(whole));
  }
  return carried;
}

/// Attribute `name` of scanned value `index`, which may be left out.
int64_t scan_setting(const Op& op, const char* name, size_t index) {
  const auto settings = op.attributes.get_ints(name);
  return index < settings.size() ? settings[index] : 0;
}

/// How often a scan runs, from the axes it goes along.
Result<int64_t> scan_length(const Op& op, std::span<const Value> scanned) {
  std::optional<int64_t> length;
  for (size_t i = 0; i < scanned.size(); ++i) {
    if (!scanned[i].is_tensor()) return invalid_input("only tensors can be scanned");
    const tensor::Dims& dims = scanned[i].tensor.dims();
    NIGHTJAR_ASSIGN(const int axis,
                    network::normalize_axis(scan_setting(op, "scan_input_axes", i), dims.size()));
    const int64_t extent = dims[static_cast<size_t>(axis)];
    if (length.value_or(extent) != extent) return invalid_input("scanned inputs differ in length");
    length = extent;
  }
  return length.value_or(0);
}

Value scanned_piece(const Op& op, const HostTensor& whole, size_t index, int64_t round,
                    int64_t length) {
  const auto axis = static_cast<size_t>(
      *network::normalize_axis(scan_setting(op, "scan_input_axes", index), whole.dims().size()));
  const bool backward = scan_setting(op, "scan_input_directions", index) != 0;
  const int64_t at = backward ? length - 1 - round : round;
  return Value(without_axis(cut(whole, axis, at, 1), axis));
}

Result<Values> run_scan(const Op& op, const Inputs& inputs, const RunBody& run_body) {
  const network::Network& body = *op.graphs.at("body");
  const auto scanned_count = static_cast<size_t>(op.attributes.get_int("num_scan_inputs", 1));
  if (scanned_count > inputs.formal.size()) return invalid_input("has too few inputs");
  const size_t state_count = inputs.formal.size() - scanned_count;
  if (body.outputs().size() < state_count) return invalid_input("its body gives too few states");
  const std::span<const Value> scanned(inputs.formal.data() + state_count, scanned_count);
  NIGHTJAR_ASSIGN(const int64_t length, scan_length(op, scanned));
  Values states(inputs.formal.begin(),
                inputs.formal.begin() + static_cast<std::ptrdiff_t>(state_count));
  std::vector<std::vector<HostTensor>> pieces(body.outputs().size() - state_count);
  for (int64_t round = 0; round < length; ++round) {
    Values given = std::move(states);
    for (size_t i = 0; i < scanned_count; ++i) {
      given.push_back(scanned_piece(op, scanned[i].tensor, i, round, length));
    }
    NIGHTJAR_ASSIGN(Values answers,
                    run_body("body", with_captured(std::move(given), inputs, "body")));
    for (size_t i = 0; i < pieces.size(); ++i) {
      NIGHTJAR_TRY(keep_piece(answers[state_count + i], pieces[i]));
    }
    answers.resize(state_count);
    states = std::move(answers);
  }
  for (size_t i = 0; i < pieces.size(); ++i) {
    const network::Tensor& described = body.tensor(body.outputs()[state_count + i]);
    NIGHTJAR_ASSIGN(Value whole, stack_pieces(std::move(pieces[i]), described,
                                              scan_setting(op, "scan_output_axes", i),
                                              scan_setting(op, "scan_output_directions", i) != 0));
    states.push_back(std::move(whole));
  }
  return states;
}

/// The body once for every element of the first input; other sequences go along, tensors stay.
Result<Values> run_map(const Op& op, const Inputs& inputs, const RunBody& run_body) {
  if (inputs.formal.empty() || !inputs.formal[0].is_sequence()) {
    return invalid_input("its first input is no sequence");
  }
  const size_t length = inputs.formal[0].sequence.size();
  const network::Network& body = *op.graphs.at("body");
  Values outputs;
  for (const network::TensorId id : body.outputs()) {
    outputs.push_back(Value::of_sequence({}, body.tensor(id).desc.type));
  }
  for (size_t i = 0; i < length; ++i) {
    Values given;
    for (const Value& input : inputs.formal) {
      if (input.is_sequence() && input.sequence.size() != length) {
        return invalid_input("its sequences differ in length");
      }
      given.push_back(input.is_sequence() ? input.sequence[i] : input);
    }
    NIGHTJAR_ASSIGN(Values answers,
                    run_body("body", with_captured(std::move(given), inputs, "body")));
    for (size_t k = 0; k < outputs.size(); ++k) {
      outputs[k].sequence.push_back(std::move(answers[k]));
    }
  }
  return outputs;
}

}  // namespace

Result<Values> run_control_flow(const Op& op, Values inputs, const RunBody& run_body) {
  NIGHTJAR_ASSIGN(const Inputs split, split_inputs(op, std::move(inputs)));
  if (op.type == "If") return run_if(op, split, run_body);
  if (op.type == "Loop") return run_loop(op, split, run_body);
  if (op.type == "Scan") return run_scan(op, split, run_body);
  if (op.type == "SequenceMap") return run_map(op, split, run_body);
  return unsupported("there is nothing that runs its bodies");
}

}  // namespace nightjar::late
