// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/operators/page.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "cli/models/operators/type_probe.h"
#include "engine/late/late_op.h"
#include "engine/late/sequence_ops.h"
#include "engine/lower/rules/rule.h"
#include "engine/network/shape_rule.h"
#include "engine/onnx/onnx.h"
#include "kernels/host/host_op.h"

namespace nightjar::cli {
namespace {

constexpr const char* kHead = R"(# Operators

Written by `nightjar operators > docs/OPERATORS.md` from the tables that the engine works by; a test
holds the page to them.

**Opsets.** Models of opset 1 to {} are read. An operator is understood in every opset that has it:
older forms are rewritten into the newest one on import, and the column says where forms changed.

**Where it runs.** *compiled*: kernels that are chosen, verified and timed when the plan is built.
*compiled, or while running*: compiled when the inputs named are constant; otherwise the node is
lowered when their values are there. *host*: a host function, because values decide its extents or
because it handles strings. *bodies*: control flow. *sequence*: values are moved, not computed.
*import*: nothing is left of it, or it is written out in other operators.

**Types** are those of the first data input for which a CPU kernel exists, found by trying small
samples; an empty cell means that no sample fits the operator, not that it has no types.

| operator | opsets rewritten | where it runs | types |
| --- | --- | --- | --- |
)";

using Forms = std::map<std::string, std::set<int64_t>>;

/// "com.microsoft::Gelu", "Conv".
std::string full_name(const std::string& domain, const std::string& type) {
  return domain.empty() ? type : domain + "::" + type;
}

Forms forms_by_operator() {
  Forms forms;
  for (const onnx::RewrittenForm& form : onnx::rewritten_forms()) {
    forms[full_name(form.domain, form.type)].insert(form.before);
  }
  return forms;
}

std::string list_forms(const std::set<int64_t>& forms) {
  std::string text;
  for (const int64_t before : forms) {
    if (before == INT64_MAX) continue;
    text += (text.empty() ? "below " : ", ") + std::to_string(before);
  }
  return text;
}

std::string list_parameters(const network::Op& op) {
  std::string text;
  for (const size_t index : late::parameter_inputs(op)) {
    text += (text.empty() ? "" : ", ") + std::to_string(index);
  }
  return text;
}

bool has_bodies(const std::string& type) {
  return type == "If" || type == "Loop" || type == "Scan" || type == "SequenceMap";
}

std::string place_of(const network::Op& op) {
  if (has_bodies(op.type)) return "bodies";
  if (op.type == "Constant") return "import";
  if (kernels::find_host_op(op.domain, op.type) != nullptr) return "host";
  if (late::is_sequence_op(op)) return "sequence";
  if (lower::rules::find_rule(op.domain, op.type) == nullptr) return "nowhere yet";
  const std::string parameters = list_parameters(op);
  return parameters.empty() ? "compiled"
                            : fmt::format("compiled, or while running (input {})", parameters);
}

std::string row(const std::string& name, const Forms& forms) {
  network::Op op;
  op.type = name;
  const std::string place = place_of(op);
  const auto found = forms.find(name);
  const std::string types =
      place.starts_with("compiled") ? list_types(compiled_types(name)) : std::string();
  return fmt::format("| {} | {} | {} | {} |\n", name,
                     found == forms.end() ? "" : list_forms(found->second), place, types);
}

}  // namespace

std::string operators_page() {
  const Forms forms = forms_by_operator();
  std::string page = fmt::format(kHead, onnx::kNewestOpset);
  std::set<std::string> listed;
  for (const std::string& name : network::known_operators()) {
    if (name.find("::") != std::string::npos) continue;
    listed.insert(name);
    page += row(name, forms);
  }
  for (const auto& [name, befores] : forms) {
    if (!listed.contains(name)) page += fmt::format("| {} | | import | |\n", name);
  }
  return page;
}

}  // namespace nightjar::cli
