// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The schema's steps, one a file. docs/STORE.md explains the tables and views.
#pragma once

namespace nightjar::store {

extern const char* const kTablesSql;
extern const char* const kViewsSql;
extern const char* const kProofsSql;
extern const char* const kLoadsSql;

}  // namespace nightjar::store
