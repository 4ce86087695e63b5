import Blueprint
import Foundation
import Generator
import TestSupport
import Testing

struct WritingTests {
    private let header = "# Made by 'orrery generate' from b.yaml; change that, not this.\n"

    @Test func `the changes are what is new, what differs, and what we made and no longer make`() {
        let onDisk = [
            TextFile(path: "shop/dev/a.yaml", text: header + "a: 1\n"),
            TextFile(path: "shop/dev/same.yaml", text: header + "same\n"),
            TextFile(path: "shop/dev/stale.yaml", text: header + "x\n"),
            TextFile(path: "shop/dev/by-hand.yaml", text: "mine: true\n"),
            TextFile(path: "shop/dev/vercel/old.json", text: "{}\n"),
            TextFile(path: "shop/dev/other.json", text: "{}\n"),
        ]
        let wanted = [
            TextFile(path: "shop/dev/same.yaml", text: header + "same\n"),
            TextFile(path: "shop/dev/a.yaml", text: header + "a: 2\n"),
            TextFile(path: "shop/dev/new.yaml", text: header + "new\n"),
        ]
        #expect(
            changes(from: onDisk, to: wanted) == [
                .update(path: "shop/dev/a.yaml", from: header + "a: 1\n", to: header + "a: 2\n"),
                .create(wanted[2]), .delete(onDisk[2]), .delete(onDisk[4]),
            ])
        #expect(changes(from: wanted, to: wanted) == [])
    }

    @Test func `a folder that took the changes holds what is wanted, and asks for no more changes`() async throws {
        try await withTemporaryFolder { path in
            let folder = OutputFolder(path: path)
            let first = manifests(for: Shop.system, environment: Shop.production).map { file in
                TextFile(path: file.path, text: file.text(blueprint: "b.yaml"))
            }
            #expect(try folder.files(in: "shop") == [])
            try folder.apply(changes(from: [], to: first))
            #expect(try folder.files(in: "shop") == first.sorted { $0.path < $1.path })
            var smaller = Shop.system
            smaller.workloads.removeAll { $0.role == .worker }
            let second = manifests(for: smaller, environment: Shop.production).map { file in
                TextFile(path: file.path, text: file.text(blueprint: "b.yaml"))
            }
            let plan = changes(from: try folder.files(in: "shop"), to: second)
            #expect(plan.contains { $0.path == "shop/production/workers/runner.yaml" })
            try folder.apply(plan)
            #expect(try changes(from: folder.files(in: "shop"), to: second) == [])
            #expect(try !folder.files(in: "shop").contains { $0.path.contains("workers") })
        }
    }

    @Test func `of a new folder that cannot be filled nothing is left`() async throws {
        try await withTemporaryFolder { path in
            let folder = OutputFolder(path: path)
            // The second one's folder stands where the first one is to be.
            let files = ["shop/dev/a.yaml", "shop/dev/a.yaml/b.yaml"].map { TextFile(path: $0, text: "a: 1\n") }
            let failure = #expect(throws: WriteFailure.self) { try folder.apply(files.map(FileChange.create)) }
            #expect(failure?.description == "cannot write '\(path)/shop/dev/a.yaml': Is a directory")
            #expect(try FileManager.default.contentsOfDirectory(atPath: path) == [])
            // One that is there keeps what it holds.
            try folder.apply([.create(TextFile(path: "shop/dev/c.yaml", text: "c: 1\n"))])
            #expect(throws: WriteFailure.self) { try folder.apply(files.map(FileChange.create)) }
            #expect(try String(contentsOfFile: path + "/shop/dev/c.yaml", encoding: .utf8) == "c: 1\n")
        }
    }

    @Test func `a difference reads as diff -u writes it`() {
        let old = (1...12).map { "line \($0)\n" }.joined()
        let new = old.replacing("line 2\n", with: "second\n").replacing("line 11\n", with: "") + "13"
        #expect(
            unifiedDifference(from: old, to: new, path: "shop/a.yaml") == """
                --- a/shop/a.yaml
                +++ b/shop/a.yaml
                @@ -1,5 +1,5 @@
                 line 1
                -line 2
                +second
                 line 3
                 line 4
                 line 5
                @@ -8,5 +8,5 @@
                 line 8
                 line 9
                 line 10
                -line 11
                 line 12
                +13
                \\ No newline at end of file

                """)
    }

    @Test func `a new file differs from nothing, and equal texts have no difference`() {
        let file = TextFile(path: "a.yaml", text: "a: 1\n")
        #expect(FileChange.create(file).difference == "--- /dev/null\n+++ b/a.yaml\n@@ -0,0 +1,1 @@\n+a: 1\n")
        #expect(FileChange.delete(file).difference == "--- a/a.yaml\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-a: 1\n")
        #expect(difference(onDisk: [file], wanted: [file]) == "")
    }
}
