import Foundation
import NIOCore
import NIOPosix
import PostgresStandIn
import Testing

@Suite struct WireTests {
    /// Sends `bytes` in pieces of `size` and returns what comes back until the server closes or `isDone` says so.
    static func talk(
        _ port: Int, _ bytes: [UInt8], pieces size: Int,
        until isDone: @escaping @Sendable ([UInt8]) -> Bool = { _ in false }
    ) async throws -> [UInt8] {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(
            host: "127.0.0.1", port: port
        ) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        return try await channel.executeThenClose { inbound, outbound in
            for start in stride(from: 0, to: bytes.count, by: size) {
                try await outbound.write(ByteBuffer(bytes: bytes[start..<min(bytes.count, start + size)]))
            }
            var answer: [UInt8] = []
            for try await buffer in inbound {
                answer += Array(buffer.readableBytesView)
                if isDone(answer) { break }
            }
            return answer
        }
    }

    static func message(_ kind: Character?, _ body: [UInt8]) -> [UInt8] {
        let length = withUnsafeBytes(of: Int32(body.count + 4).bigEndian) { Array($0) }
        return (kind.map { [$0.asciiValue ?? 0] } ?? []) + length + body
    }

    static let startup = message(nil, [0, 3, 0, 0] + Array("user\0postgres\0database\0postgres\0\0".utf8))

    @Test func `messages that arrive byte by byte are answered as whole ones are`() async throws {
        try await withServer { server in
            try await LiveTests.listening(server) { port in
                let bytes =
                    Self.startup + Self.message("Q", Array("select 42 as answer\0".utf8)) + Self.message("X", [])
                let dripped = try await Self.talk(port, bytes, pieces: 1)
                let text = String(decoding: dripped, as: UTF8.self)
                #expect(text.contains("answer"))
                #expect(text.contains("SELECT 1"))
            }
        }
    }

    @Test func `garbage ends the connection with an error, and not the server`() async throws {
        try await withServer { server in
            try await LiveTests.listening(server) { port in
                var state: UInt64 = 42
                for round in 0..<20 {
                    var bytes = (0..<64).map { _ -> UInt8 in
                        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                        return UInt8(truncatingIfNeeded: state >> 33)
                    }
                    if round % 2 == 0 {
                        bytes = Self.startup + [UInt8(ascii: "!")] + bytes
                    } else {
                        bytes = [0x7F] + bytes
                    }
                    let answer = String(decoding: (try? await Self.talk(port, bytes, pieces: 7)) ?? [], as: UTF8.self)
                    #expect(answer.contains("FATAL"))
                }
                let bytes = Self.startup + Self.message("Q", Array("select 1\0".utf8)) + Self.message("X", [])
                let answer = String(decoding: try await Self.talk(port, bytes, pieces: 1000), as: UTF8.self)
                #expect(answer.contains("SELECT 1"))
            }
        }
    }

    @Test func `a statement that nests too deep is refused`() async throws {
        try await withServer { server in
            let session = try await server.makeSession(user: server.users[0])
            for sql in [
                "select " + String(repeating: "(", count: 20_000) + "1",
                "select 1" + String(repeating: "+1", count: 20_000),
                "select " + String(repeating: "not ", count: 9000) + "true",
            ] {
                let error = await #expect(throws: PostgresError.self) { try await session.query(sql) }
                #expect(error?.code == "54001")
            }
        }
    }

    @Test func `the coverage page is the one in docs`() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../docs/postgres.md"
        ).standardizedFileURL
        let written = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            try coveragePage().write(to: path, atomically: true, encoding: .utf8)
            Issue.record("recorded \(path.lastPathComponent)")
        }
        #expect(written == coveragePage() || ProcessInfo.processInfo.environment["RECORD"] == "1")
    }
}
