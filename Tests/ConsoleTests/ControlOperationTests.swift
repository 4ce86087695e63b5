import Console
import Foundation
import TestSupport
import Testing

struct ControlOperationTests {
    @Test func `every operation stands in the document`() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/control-api.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        for operation in ControlOperation.table {
            #expect(text.contains("`\(operation.method) \(operation.path)`"))
        }
    }

    @Test func `no two operations are the same`() {
        let names = ControlOperation.table.map { "\($0.method) \($0.path)" }
        #expect(Set(names).count == names.count)
    }

    @Test func `the file of a system that runs is found, and one of a process that ended is not`() throws {
        let folder = NSTemporaryDirectory() + "control-\(UInt32.random(in: .min ... .max))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = ControlFile(folder: folder + "/shop", keepsState: true)
        try file.write(system: "shop", url: "http://127.0.0.1:1")
        #expect(ControlFile.running(below: folder).map(\.system) == ["shop"])
        #expect(ControlFile.running(below: folder + "/shop").map(\.url) == ["http://127.0.0.1:1"])
        let ended = try String(contentsOfFile: file.path, encoding: .utf8).replacing("\(getpid())", with: "999999999")
        try Data(ended.utf8).write(to: URL(fileURLWithPath: file.path))
        #expect(ControlFile.running(below: folder).isEmpty)
        file.remove()
        #expect(!FileManager.default.fileExists(atPath: folder + "/shop"))
    }
}
