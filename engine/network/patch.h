// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What a pass proposes: a list of edits that is applied to a network as a whole.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/network/network.h"

namespace nightjar::network {

/// Takes an op out.
struct RemoveOp {
  OpId op = kNoOp;
};

/// Appends an op. The op's outputs are the tensors named in `outputs`: existing ones that have
/// lost their producer to an earlier RemoveOp, or new ones that Patch::new_tensor promised.
struct InsertOp {
  Op op;
};

/// Every reader of `from`, network outputs too, reads `to` instead.
struct ReplaceUses {
  TensorId from = kAbsent;
  TensorId to = kAbsent;
};

/// Gives a tensor without a producer its bytes; description and all that follows are inferred.
struct SetConstant {
  TensorId tensor = kAbsent;
  tensor::HostTensor value;
};

/// Makes input `index` of a live op another tensor.
struct SetInput {
  OpId op = kNoOp;
  size_t index = 0;
  TensorId tensor = kAbsent;
};

/// Changes how a tensor lies in memory.
struct SetLayout {
  TensorId tensor = kAbsent;
  tensor::Layout layout = tensor::Layout::kRowMajor;
};

using Edit = std::variant<RemoveOp, InsertOp, ReplaceUses, SetConstant, SetInput, SetLayout>;

/// Edits in order, and the tensors they bring along. Made for one state of one network.
class Patch {
 public:
  /// `network` tells where new ids begin; it must not change before the patch is applied.
  explicit Patch(const Network& network) : next_tensor_(network.tensor_count()) {}

  void remove(OpId op) { edits_.push_back(RemoveOp{op}); }
  void insert(Op op) { edits_.push_back(InsertOp{std::move(op)}); }
  void replace_uses(TensorId from, TensorId to) { edits_.push_back(ReplaceUses{from, to}); }
  void set_constant(TensorId tensor, tensor::HostTensor value) {
    edits_.push_back(SetConstant{tensor, std::move(value)});
  }
  void set_input(OpId op, size_t index, TensorId tensor) {
    edits_.push_back(SetInput{op, index, tensor});
  }
  void set_layout(TensorId tensor, tensor::Layout layout) {
    edits_.push_back(SetLayout{tensor, layout});
  }
  /// The id that a new tensor will have. Its description is inferred when an inserted op gives it;
  /// a constant one brings its bytes.
  TensorId new_tensor(const std::string& name);
  TensorId new_constant(const std::string& name, tensor::HostTensor value);

  bool empty() const { return edits_.empty() && new_tensors_.empty(); }
  const std::vector<Edit>& edits() const { return edits_; }
  const std::vector<Tensor>& new_tensors() const { return new_tensors_; }

 private:
  size_t next_tensor_;
  std::vector<Tensor> new_tensors_;
  std::vector<Edit> edits_;
};

/// Applies every edit, then infers all descriptions again. On an error the network is as before;
/// the error says which edit did not fit.
Status apply(const Patch& patch, Network& network);

}  // namespace nightjar::network
