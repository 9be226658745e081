// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The graph: tensors and ops in ONNX's newest meaning, with symbolic shapes.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "engine/tensor/attributes.h"
#include "engine/tensor/host_tensor.h"
#include "engine/tensor/tensor_desc.h"

namespace nightjar::network {

using TensorId = int32_t;
using OpId = int32_t;
inline constexpr TensorId kAbsent = -1;  ///< An optional input that is not given.
inline constexpr OpId kNoOp = -1;

/// What sort of value a name stands for.
enum class ValueKind : uint8_t { kTensor, kSequence, kOptional };

/// A value in the graph. Constants carry their bytes; small integer tensors that hold shapes may
/// carry their elements as expressions.
struct Tensor {
  std::string name;
  tensor::TensorDesc desc;
  std::optional<tensor::HostTensor> constant;
  std::optional<std::vector<tensor::Dim>> elements;
  OpId producer = kNoOp;
  ValueKind kind = ValueKind::kTensor;
  /// False where only running the model tells type and shape; `desc` then says nothing.
  bool described = true;

  bool is_plain() const { return kind == ValueKind::kTensor && described; }
};

class Network;

/// One operation. `domain` is "" for ONNX's own operators and "nightjar" for fused ones.
///
/// A body in `graphs` is a network of its own. Its inputs are the operator's formal ones followed
/// by what it captures from around it; the op's `inputs` end with these captured tensors, body
/// after body in name order, and the attribute "captures" (integers) counts them per body.
/// Captured constants are copied into the body instead.
struct Op {
  std::string domain;
  std::string type;
  std::string name;
  std::vector<TensorId> inputs;   ///< kAbsent where optional and not given.
  std::vector<TensorId> outputs;  ///< kAbsent where not wanted.
  tensor::Attributes attributes;
  std::map<std::string, tensor::HostTensor> tensors;             ///< Tensor attributes.
  std::map<std::string, std::shared_ptr<const Network>> graphs;  ///< If, Loop, Scan bodies.
  std::vector<std::string> origins;  ///< Names of the ONNX nodes this op came from.
};

/// Owns tensors and ops. Ids stay valid until compact(); a removed op leaves a hole. Op names are
/// unique: they also name the extents that only running the op can tell.
/// Not thread-safe while being changed.
class Network {
 public:
  /// Declares a graph input. Symbols in `desc.shape` are bound when the network is run.
  TensorId add_input(const std::string& name, tensor::TensorDesc desc,
                     ValueKind kind = ValueKind::kTensor, bool described = true);
  TensorId add_constant(const std::string& name, tensor::HostTensor value);
  /// Appends an op, infers its outputs by the op's shape rule and returns their ids. An empty
  /// name is replaced by a unique one; empty origins by the name. Fails with the op's name and
  /// the reason when inputs do not fit.
  Result<std::vector<TensorId>> add_op(Op op, size_t output_count);
  /// Makes tensors that nothing produces the inputs, in this order.
  void set_inputs(std::vector<TensorId> tensors) { inputs_ = std::move(tensors); }
  /// Names an output of the network. A tensor may be several outputs.
  void add_output(TensorId tensor, const std::string& name);
  /// Output `index` is read from `tensor` from now on; its name stays.
  void set_output(size_t index, TensorId tensor) { outputs_[index] = tensor; }

  const std::vector<TensorId>& inputs() const { return inputs_; }
  const std::vector<TensorId>& outputs() const { return outputs_; }
  const std::vector<std::string>& output_names() const { return output_names_; }
  const Tensor& tensor(TensorId id) const { return tensors_[static_cast<size_t>(id)]; }
  Tensor& tensor(TensorId id) { return tensors_[static_cast<size_t>(id)]; }
  const Op& op(OpId id) const { return *ops_[static_cast<size_t>(id)]; }
  /// For all but its inputs, which replace_op, set_op_inputs and set_op_input change: verify finds
  /// who did otherwise.
  Op& op(OpId id) { return *ops_[static_cast<size_t>(id)]; }
  bool has_op(OpId id) const {
    return id >= 0 && static_cast<size_t>(id) < ops_.size() && ops_[static_cast<size_t>(id)];
  }
  size_t tensor_count() const { return tensors_.size(); }
  size_t op_capacity() const { return ops_.size(); }
  size_t op_count() const;

  /// Live ops, producers first.
  std::vector<OpId> topological_order() const;
  /// Live ops that read `tensor`, in id order, each once.
  std::vector<OpId> consumers(TensorId tensor) const {
    return readers_[static_cast<size_t>(tensor)];
  }
  /// consumers() of every tensor at once, by tensor id.
  const std::vector<std::vector<OpId>>& all_consumers() const { return readers_; }
  bool is_output(TensorId tensor) const;

  void remove_op(OpId id);
  /// `op` has the outputs that `id` had, in any order.
  void replace_op(OpId id, Op op);
  void set_op_inputs(OpId id, std::vector<TensorId> inputs);
  /// Inputs in front of `index` that the op did not have are absent.
  void set_op_input(OpId id, size_t index, TensorId tensor);
  /// Every reader of `from`, and the network's outputs, read `to` instead.
  void replace_uses(TensorId from, TensorId to);
  /// A tensor with no producer yet; the caller gives it one.
  TensorId add_tensor(Tensor tensor);
  /// Appends an op whose outputs already exist and have descriptions.
  OpId insert_op(Op op);
  std::string unique_name(const std::string& stem);
  /// Drops removed ops and tensors that nobody reads or produces; every id changes.
  void compact();

 private:
  TensorId append_tensor(Tensor tensor);
  OpId append_op(Op op);
  /// Keep `readers_` in step with the op's inputs.
  void enter_reader(OpId id);
  void leave_reader(OpId id);

  std::vector<Tensor> tensors_;
  std::vector<std::vector<OpId>> readers_;  // one list a tensor: live ops in id order, each once
  std::vector<std::optional<Op>> ops_;
  std::vector<TensorId> inputs_;
  std::vector<TensorId> outputs_;
  std::vector<std::string> output_names_;
  std::unordered_set<std::string> taken_names_;
  std::unordered_map<std::string, int64_t> next_suffix_;
};

}  // namespace nightjar::network
