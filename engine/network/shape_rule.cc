// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/network/shape_rule.h"

#include <algorithm>

#include "engine/network/attribute_kinds.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network {
namespace {

constexpr size_t kMaxRank = 64;
constexpr int64_t kMaxExtent = int64_t{1} << 40;
/// An expression longer than this says nothing to anybody; a fresh symbol takes its place.
constexpr size_t kMaxExpressionLength = 1024;

const rules::RuleTable& rule_table() {
  static const rules::RuleTable table = [] {
    rules::RuleTable filled;
    rules::add_attention_rules(filled);
    rules::add_control_flow_rules(filled);
    rules::add_conv_rules(filled);
    rules::add_fused_rules(filled);
    rules::add_gather_rules(filled);
    rules::add_generate_rules(filled);
    rules::add_logic_rules(filled);
    rules::add_loss_rules(filled);
    rules::add_matmul_rules(filled);
    rules::add_movement_rules(filled);
    rules::add_norm_rules(filled);
    rules::add_plugin_rules(filled);
    rules::add_pointwise_rules(filled);
    rules::add_pool_rules(filled);
    rules::add_quantize_rules(filled);
    rules::add_recurrent_rules(filled);
    rules::add_reduce_rules(filled);
    rules::add_reshape_rules(filled);
    rules::add_resize_rules(filled);
    rules::add_shape_value_rules(filled);
    rules::add_selection_rules(filled);
    rules::add_sequence_rules(filled);
    rules::add_signal_rules(filled);
    rules::add_slice_rules(filled);
    rules::add_sort_rules(filled);
    rules::add_text_rules(filled);
    rules::add_vision_rules(filled);
    return filled;
  }();
  return table;
}

/// The elements of a constant where all are whole numbers.
std::optional<std::vector<tensor::Dim>> whole_elements(const tensor::HostTensor& value) {
  constexpr double kExactLimit = 9007199254740992.0;  // 2^53
  const bool is_number = tensor::is_float(value.type()) || tensor::is_integer(value.type()) ||
                         value.type() == tensor::DataType::kBool;
  if (value.count() > kMaxKnownElements || !is_number) return std::nullopt;
  std::vector<tensor::Dim> elements;
  for (int64_t i = 0; i < value.count(); ++i) {
    if (tensor::is_float(value.type())) {
      const double number = value.value_at(i);
      const bool fits = number >= -kExactLimit && number <= kExactLimit;
      if (!fits || number != static_cast<double>(static_cast<int64_t>(number))) return std::nullopt;
    }
    elements.emplace_back(value.integer_at(i));
  }
  return elements;
}

bool fits_elements(const Tensor& tensor) {
  const auto dims = tensor::constant_dims(tensor.desc.shape);
  return dims && tensor::element_count(*dims) == static_cast<int64_t>(tensor.elements->size());
}

/// The facts of an op's inputs, and the elements of its constants that the facts point to.
struct GatheredInputs {
  std::vector<InputFacts> facts;
  std::vector<std::optional<std::vector<tensor::Dim>>> constant_elements;
};

Result<GatheredInputs> gather_inputs(const Network& network, const Op& op) {
  GatheredInputs gathered;
  gathered.facts.resize(op.inputs.size());
  gathered.constant_elements.resize(op.inputs.size());
  for (size_t i = 0; i < op.inputs.size(); ++i) {
    const TensorId id = op.inputs[i];
    if (id == kAbsent) continue;
    if (id < 0 || static_cast<size_t>(id) >= network.tensor_count()) {
      return internal_error("input " + std::to_string(i) + " names no tensor");
    }
    const Tensor& tensor = network.tensor(id);
    InputFacts& facts = gathered.facts[i];
    facts.desc = tensor.desc;
    facts.kind = tensor.kind;
    facts.described = tensor.described;
    facts.is_absent = false;
    if (tensor.constant) {
      facts.constant = &*tensor.constant;
      gathered.constant_elements[i] = whole_elements(*tensor.constant);
      if (gathered.constant_elements[i]) facts.elements = &*gathered.constant_elements[i];
    } else if (tensor.elements && fits_elements(tensor)) {
      facts.elements = &*tensor.elements;
    }
  }
  return gathered;
}

Status check_shape(const tensor::Shape& shape) {
  if (shape.size() > kMaxRank) {
    return unsupported("output has rank " + std::to_string(shape.size()) + ", at most " +
                       std::to_string(kMaxRank) + " is allowed");
  }
  tensor::Dims known;
  for (const tensor::Dim& extent : shape) {
    const auto constant = extent.constant();
    if (!constant) continue;
    if (*constant < 0 || *constant > kMaxExtent) {
      return invalid_input("output shape " + to_string(shape) + " has the extent " +
                           std::to_string(*constant));
    }
    known.push_back(*constant);
  }
  const auto count = tensor::checked_element_count(known);
  if (!count.ok()) return count.error();
  return {};
}

/// Puts fresh symbols in place of expressions that grew too long.
void shorten(const Op& op, size_t output, OutputFacts& facts) {
  for (size_t axis = 0; axis < facts.desc.shape.size(); ++axis) {
    tensor::Dim& extent = facts.desc.shape[axis];
    if (extent.to_string().size() <= kMaxExpressionLength) continue;
    extent = tensor::Dim::symbol(op.name + ".long" + std::to_string(output) + "." +
                                 std::to_string(axis));
  }
  if (!facts.elements) return;
  for (const tensor::Dim& element : *facts.elements) {
    if (element.to_string().size() <= kMaxExpressionLength) continue;
    facts.elements.reset();
    return;
  }
}

OutputFacts undescribed() {
  OutputFacts facts;
  facts.described = false;
  return facts;
}

/// The rule's answer; undescribed tensors where only running the model can tell.
Result<std::vector<OutputFacts>> ask_rule(const ShapeRule& rule, const RuleInput& in) {
  const bool all_plain = std::all_of(in.inputs.begin(), in.inputs.end(), [](const auto& input) {
    return input.kind == ValueKind::kTensor && input.described;
  });
  if (!all_plain && !rules::takes_undescribed_values(in.op)) {
    return std::vector<OutputFacts>(in.output_count, undescribed());
  }
  auto outputs = rule(in);
  if (outputs.ok() || outputs.error().kind != ErrorKind::kNotYetKnown) return outputs;
  return std::vector<OutputFacts>(in.output_count, undescribed());
}

Result<std::vector<OutputFacts>> apply_rule(const Network& network, const Op& op,
                                            size_t output_count) {
  const ShapeRule* rule = find_shape_rule(op.domain, op.type);
  if (rule == nullptr) {
    return unsupported("operator " + (op.domain.empty() ? "" : op.domain + "::") + op.type +
                       " is not supported");
  }
  NIGHTJAR_TRY(check_attribute_kinds(op));
  NIGHTJAR_ASSIGN(const GatheredInputs gathered, gather_inputs(network, op));
  NIGHTJAR_ASSIGN(std::vector<OutputFacts> outputs,
                  ask_rule(*rule, {op, gathered.facts, output_count}));
  if (outputs.size() < output_count) {
    return invalid_input("has " + std::to_string(output_count) + " outputs, at most " +
                         std::to_string(outputs.size()) + " are allowed");
  }
  outputs.resize(output_count);
  for (size_t i = 0; i < outputs.size(); ++i) {
    NIGHTJAR_TRY(check_shape(outputs[i].desc.shape));
    shorten(op, i, outputs[i]);
  }
  return outputs;
}

}  // namespace

const ShapeRule* find_shape_rule(std::string_view domain, std::string_view type) {
  const auto found = rule_table().find(rules::table_key(domain, type));
  return found == rule_table().end() ? nullptr : &found->second;
}

std::vector<std::string> known_operators() {
  std::vector<std::string> names;
  for (const auto& [name, rule] : rule_table()) names.push_back(name);
  return names;
}

std::string rules::table_key(std::string_view domain, std::string_view type) {
  return (domain.empty() ? "" : std::string(domain) + "::") + std::string(type);
}

Result<tensor::Shape> broadcast(const tensor::Shape& a, const tensor::Shape& b) {
  const tensor::Shape& longer = a.size() >= b.size() ? a : b;
  const tensor::Shape& shorter = a.size() >= b.size() ? b : a;
  tensor::Shape shape = longer;
  const size_t lead = longer.size() - shorter.size();
  for (size_t axis = 0; axis < shorter.size(); ++axis) {
    tensor::Dim& x = shape[lead + axis];
    const tensor::Dim& y = shorter[axis];
    const auto x_constant = x.constant(), y_constant = y.constant();
    if (x == y || y_constant == 1) continue;
    if (x_constant == 1 || (!x_constant && y_constant)) {
      x = y;
    } else if (x_constant && y_constant) {
      return invalid_input("shapes " + to_string(a) + " and " + to_string(b) +
                           " cannot be broadcast together");
    } else if (!x_constant) {
      x = tensor::Dim::max(x, y);
    }
  }
  return shape;
}

Result<int> normalize_axis(int64_t axis, size_t rank) {
  const auto signed_rank = static_cast<int64_t>(rank);
  if (axis < -signed_rank || axis >= signed_rank) {
    return invalid_input("axis " + std::to_string(axis) + " is outside of a tensor of rank " +
                         std::to_string(rank));
  }
  return static_cast<int>(axis < 0 ? axis + signed_rank : axis);
}

Result<std::vector<OutputFacts>> infer_outputs(const Network& network, const Op& op,
                                               size_t output_count) {
  auto outputs = apply_rule(network, op, output_count);
  if (!outputs.ok()) return outputs.error().in(op.type + " '" + op.name + "'");
  return outputs;
}

Status infer_again(Network& network) {
  for (const OpId id : network.topological_order()) {
    const Op& op = network.op(id);
    NIGHTJAR_ASSIGN(std::vector<OutputFacts> facts, infer_outputs(network, op, op.outputs.size()));
    for (size_t i = 0; i < facts.size(); ++i) {
      if (op.outputs[i] == kAbsent) continue;
      Tensor& output = network.tensor(op.outputs[i]);
      if (facts[i].desc.layout == tensor::Layout::kRowMajor && op.type != "Reformat") {
        facts[i].desc.layout = output.desc.layout;
      }
      output.desc = std::move(facts[i].desc);
      output.elements = std::move(facts[i].elements);
      output.kind = facts[i].kind;
      output.described = facts[i].described;
    }
  }
  return {};
}

}  // namespace nightjar::network
