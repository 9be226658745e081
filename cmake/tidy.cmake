# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
# The house rules as tests.
include_guard(GLOBAL)
