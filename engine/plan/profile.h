// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Optimisation profiles: the input extents a plan promises to run, and those it was tuned for.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "engine/tensor/shape.h"

namespace nightjar::plan {

/// Extents of one input. Each lies between those before and behind it.
struct InputRange {
  tensor::Dims min, opt, max;

  bool operator==(const InputRange&) const = default;
};

struct Profile {
  std::map<std::string, InputRange> inputs;  ///< Inputs that are not named may be anything.

  bool operator==(const Profile&) const = default;
};

/// Refuses ranges whose ranks differ or whose extents fall; the error names the input.
Status check_profile(const Profile& profile);
/// Whether `dims` lie within the profile; the error names the first input that does not.
Status check_dims(const Profile& profile, const std::map<std::string, tensor::Dims>& dims);
/// Whether they lie within one of `profiles`, all of which may be asked; none at all admit
/// anything.
Status check_dims(const std::vector<Profile>& profiles,
                  const std::map<std::string, tensor::Dims>& dims);

void write(const Profile& profile, ByteWriter& out);
Result<Profile> read_profile(ByteReader& in);

}  // namespace nightjar::plan
