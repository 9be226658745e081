# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
"""Each check must find a planted fault, name file, line and rule, and leave sound files alone."""

import os
import tempfile
import unittest

import arrows
import cpp
import format as formatting
import house
import mirror
import sizes
import words

CPP_LICENCE = "".join(f"// {line}\n" for line in words.SPDX)
LAYERS = """
base : : crypto
engine/tensor : base :
engine : base engine/tensor :
wire : base : zmq protobuf
cli : * : json
tests/base : engine :
"""


class Planted(unittest.TestCase):
    """A small house in a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = folder.name
        self.write("tests/tidy/layers.txt", LAYERS)

    def write(self, path, text):
        full = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(text)

    def found(self, check):
        return [(f.path, f.line, f.rule) for f in check(self.root)]


class ArrowsTest(Planted):
    def test_allowed_includes_pass(self):
        self.write("base/result.h", "#include <string>\n#include <fmt/format.h>\n")
        self.write("engine/tensor/shape.h", '#include "base/result.h"\n')
        self.write("engine/engine.h", '#include "engine/tensor/shape.h"\n')
        self.write("cli/run.cc", '#include "engine/engine.h"\n#include <nlohmann/json.hpp>\n')
        self.assertEqual(self.found(arrows.check), [])

    def test_upward_include_is_found(self):
        self.write("engine/engine.h", "")
        self.write("engine/tensor/shape.h", '#pragma once\n\n#include "engine/engine.h"\n')
        self.assertEqual(self.found(arrows.check), [("engine/tensor/shape.h", 3, "arrow")])
        self.assertIn("reviewed alone", str(arrows.check(self.root)[0]))

    def test_examples_see_the_face_alone(self):
        self.write("engine/engine.h", "")
        self.write("engine/build/builder.h", "")
        self.write("examples/good.cc", '#include <cstdio>\n#include "engine/engine.h"\n')
        self.write("examples/bad.cc", '#include <zmq.hpp>\n#include "engine/build/builder.h"\n')
        self.assertEqual(self.found(arrows.check), [
            ("examples/bad.cc", 1, "library"), ("examples/bad.cc", 2, "arrow")])

    def test_library_outside_its_room_is_found(self):
        self.write("base/a.cc", "#include <openssl/evp.h>\n#include <zmq.hpp>\n")
        self.write("engine/b.cc", "#include <cuda_runtime.h>\n")
        self.write("engine/c_bench.cc", "#include <benchmark/benchmark.h>\n")
        self.write("engine/d.cc", "#include <gtest/gtest.h>\n")
        self.assertEqual(self.found(arrows.check), [
            ("base/a.cc", 2, "library"), ("engine/b.cc", 1, "library"),
            ("engine/d.cc", 1, "library")])

    def test_generated_header_stays_in_rooms_with_protobuf(self):
        self.write("wire/dialogue.proto", "")
        self.write("wire/codec.cc", '#include "wire/dialogue.pb.h"\n')
        self.write("cli/run.cc", '#include "wire/dialogue.pb.h"\n')
        self.assertEqual(self.found(arrows.check), [("cli/run.cc", 1, "library")])

    def test_tests_and_unknown_files_are_not_included(self):
        self.write("tests/fakes/clock.h", "")
        self.write("base/a.cc", '#include "tests/fakes/clock.h"\n#include "a.h"\n')
        self.assertEqual(self.found(arrows.check), [
            ("base/a.cc", 1, "arrow"), ("base/a.cc", 2, "include")])

    def test_file_outside_every_room_is_found(self):
        self.write("attic/old.cc", "")
        self.assertEqual(self.found(arrows.check), [("attic/old.cc", 1, "room")])

    def test_circle_in_layers_is_found(self):
        self.write("tests/tidy/layers.txt", "a : b :\nb : a :\nb : :\nc\n")
        self.assertEqual(self.found(arrows.check), [
            ("tests/tidy/layers.txt", n, "layers") for n in (1, 3, 4)])


class SizesTest(Planted):
    def test_long_things_are_found(self):
        self.write("base/a.cc", "\n" * 301)
        self.write("base/a.h", "\n" * 251)
        self.write("base/b.cc", "//" + "x" * 99 + "\n")
        self.write("base/c.cc", "int f() {\n" + "  g();\n" * 71 + "}\n")
        self.write("base/d.cc", "int f() {\n" + "  g();\n" * 70 + "}\n")
        self.write("CMakeLists.txt", "\n" * 81)
        self.assertEqual(self.found(sizes.check), [
            ("CMakeLists.txt", 1, "cmake-lines"), ("base/a.cc", 1, "file-lines"),
            ("base/a.h", 1, "header-lines"), ("base/b.cc", 1, "columns"),
            ("base/c.cc", 1, "function-lines")])

    def test_full_folder_is_found(self):
        for number in range(31):
            self.write(f"base/f{number}.cc", "")
        self.assertEqual(self.found(sizes.check), [("base", 1, "folder-files")])

    def test_ratchet_holds_in_both_directions(self):
        self.write("base/a.cc", "\n" * 320)
        self.write(sizes.RATCHETS, "file-lines base/a.cc 320\n")
        self.assertEqual(self.found(sizes.check), [])
        self.write("base/a.cc", "\n" * 321)
        self.assertEqual(self.found(sizes.check), [("base/a.cc", 1, "file-lines")])
        self.write("base/a.cc", "\n" * 310)
        self.assertEqual(self.found(sizes.check), [(sizes.RATCHETS, 1, "file-lines")])
        self.write("base/a.cc", "\n" * 100)
        self.assertEqual(self.found(sizes.check), [(sizes.RATCHETS, 1, "file-lines")])


class FunctionsTest(unittest.TestCase):
    def names(self, text):
        return [(f.name, f.line, f.length) for f in cpp.functions(text)]

    def test_functions_and_members(self):
        text = ("namespace a {\nclass B : public C<D(int)> {\n  B() : x_{1}, y_(2) {\n"
                "    f();\n  }\n  int g() const { return 1; }\n};\n}\n"
                "int B::h(int v) {\n  if (v) {\n  }\n}\n")
        self.assertEqual([name for name in self.names(text) if name[2]],
                         [("y_", 3, 1), ("B::h", 9, 2)])

    def test_braces_that_open_no_function(self):
        text = ('const T kTable[] = {\n  {"a", 1},\n};\nconst auto kX = make({\n  1,\n});\n'
                "enum class E {\n  kA,\n};\nINSTANTIATE(A, Values(C{\n  1}));\n"
                "struct alignas(16) S {\n  int x;\n};\n")
        self.assertEqual(self.names(text), [])

    def test_text_that_only_looks_like_code(self):
        text = ("int f() {\n  // }\n  char c = '}'; const char* s = \"}\";\n"
                '  auto r = R"(})"; int n = 1\'000;\n#if A\n  if (a) {\n#else\n  {\n#endif\n'
                "  }\n}\nTEST(Suite, Case) {\n  f();\n}\n")
        self.assertEqual(self.names(text), [("f", 1, 9), ("Suite.Case", 12, 1)])

    def test_templates_and_operators(self):
        text = ("template <class T, typename = std::enable_if_t<(1 > 0)>>\nT max(T a) {\n  a;\n}\n"
                "bool X::operator==(const X& o) const {\n  o;\n}\nauto f = [](int a) {\n  a;\n};\n")
        self.assertEqual([length for _, _, length in self.names(text)], [1, 1, 1])


class WordsTest(Planted):
    def test_sound_files_pass(self):
        self.write("base/clock.h", CPP_LICENCE + "#pragma once\nnamespace nightjar {}\n")
        self.write("dev", "#!/usr/bin/env bash\n" + CPP_LICENCE.replace("//", "#"))
        self.assertEqual(self.found(words.check), [])

    def test_each_rule_finds_its_fault(self):
        mark = "TO" + "DO"
        self.write("base/string_utils.cc", CPP_LICENCE)
        self.write("base/a.cc", CPP_LICENCE + "namespace nightjar::helpers {}\n")
        self.write("base/b.cc", CPP_LICENCE + f"// {mark}: later\n")
        self.write("base/c.cc", CPP_LICENCE + "void f() { cudaMalloc(&p, 1); }\n")
        self.write("base/d.h", CPP_LICENCE)
        self.write("base/e.cc", "int x;\n")
        self.write("run.sh", "echo\n")
        self.assertEqual(self.found(words.check), [
            ("base/a.cc", 3, "name"), ("base/b.cc", 3, "mark"), ("base/c.cc", 3, "allocation"),
            ("base/d.h", 1, "guard"), ("base/e.cc", 1, "licence"),
            ("base/string_utils.cc", 1, "name"), ("run.sh", 1, "licence")])

    def test_json_is_printed_with_any_names(self):
        self.write("base/a.cc", CPP_LICENCE + "auto f() { return json.dump(2); }\n")
        self.write("base/b.cc", CPP_LICENCE + "auto f() {\n  return json.dump(\n      2, ' ', "
                   "false, handler::replace);\n}\n")
        self.assertEqual(self.found(words.check), [("base/a.cc", 3, "dump")])

    def test_engine_device_may_allocate(self):
        self.write("engine/device/buffer.cc", CPP_LICENCE + "void f() { cudaMalloc(&p, 1); }\n")
        self.assertEqual(self.found(words.check), [])


class MirrorTest(Planted):
    def test_room_without_test_is_found(self):
        self.write("base/a.cc", "")
        self.write("engine/tensor/b.cc", "")
        self.write("engine/tensor/b_bench.cc", "")
        self.write("tests/base/a_test.cc", "")
        self.assertEqual(self.found(mirror.check), [("engine/tensor/b.cc", 1, "mirror")])

    def test_test_of_a_room_below_does_not_count(self):
        self.write("engine/a.cc", "")
        self.write("tests/engine/tensor/b_test.cc", "")
        self.assertEqual(self.found(mirror.check), [("engine/a.cc", 1, "mirror")])


class FormatTest(Planted):
    def test_misplaced_line_is_found(self):
        program, reason = formatting.find_program()
        if program is None:
            self.skipTest(reason)
        self.write(".clang-format", "BasedOnStyle: Google\n")
        self.write("base/a.cc", "int a;\nint   b;\n")
        self.write("base/b.cc", "int a;\n")
        found = self.found(lambda root: formatting.check(root, program))
        self.assertEqual(found, [("base/a.cc", 2, "format")])


class HouseTest(Planted):
    def test_build_folders_are_no_part_of_the_house(self):
        self.write("build/dev/x.cc", "")
        self.write(".git/x.cc", "")
        self.write("base/build/x.cc", "")
        self.assertEqual(house.files(self.root, house.CPP), ["base/build/x.cc"])


if __name__ == "__main__":
    unittest.main()
