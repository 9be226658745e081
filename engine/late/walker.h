// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Walks a network op by op with the values at hand: the only way where values decide shapes.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/device/device.h"
#include "engine/late/op_runner.h"
#include "engine/network/network.h"
#include "engine/tensor/value.h"

namespace nightjar::late {

/// The op of a script that stands for a compiled part; its attribute "part" is the number.
inline constexpr const char* kPart = "Part";
bool is_part(const network::Op& op);
size_t part_of(const network::Op& op);

/// Runs what was compiled ahead. `symbols` has every extent that is known so far.
class PartRunner {
 public:
  virtual ~PartRunner() = default;
  virtual Result<std::vector<tensor::HostTensor>> run_part(
      size_t part, std::span<const tensor::HostTensor> inputs,
      const tensor::SymbolValues& symbols) = 0;
};

/// What a walk uses; everything outlives the walker.
struct WalkSettings {
  device::Device* device = nullptr;
  TacticPolicy policy = TacticPolicy::kFirst;
  PartRunner* parts = nullptr;  ///< May be null for a network without parts.
  /// Called around each op of the outermost network.
  std::function<void(network::OpId)> before_op, after_op;
};

/// Keeps what it prepared from run to run. The network must outlive it. One thread at a time.
class Walker {
 public:
  Walker(const network::Network& network, const WalkSettings& settings);
  ~Walker();

  /// `inputs` in the network's order; kNothing for an empty optional. `symbols` holds what is
  /// known around this network. Returns the outputs in order.
  Result<std::vector<tensor::Value>> run(std::vector<tensor::Value> inputs,
                                         tensor::SymbolValues symbols = {});

 private:
  using Values = std::vector<tensor::Value>;

  Result<Values> run_op(network::OpId id, Values inputs, const tensor::SymbolValues& symbols);
  Result<Values> run_tensor_op(network::OpId id, const Values& inputs,
                               const tensor::SymbolValues& symbols);
  Walker& body(network::OpId id, const std::string& name);
  Result<Values> take_outputs(const Values& values) const;

  const network::Network& network_;
  WalkSettings settings_;
  std::vector<network::OpId> order_;
  std::vector<std::vector<network::TensorId>> last_readers_;  // by position in the order
  std::map<network::OpId, std::unique_ptr<OpRunner>> runners_;
  std::map<std::pair<network::OpId, std::string>, std::unique_ptr<Walker>> bodies_;
};

}  // namespace nightjar::late
