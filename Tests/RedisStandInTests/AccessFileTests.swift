import Determinism
import Fidelity
import Foundation
import RedisStandIn
import SQLiteStore
import TestSupport
import Testing

@Suite struct AccessFileTests {
    private func open(_ file: String) async throws -> RedisStandIn {
        try await RedisStandIn(
            name: "cache", location: .memory, clock: InstanceClock(frozenAt: startOfTests),
            random: SeededRandom(seed: 1), ledger: Ledger(), settings: ["aclfile": file])
    }

    @Test func `users that were saved are there after a restart`() async throws {
        try await withTemporaryFolder { folder in
            let file = folder + "/users.acl"
            try Data("user default on nopass ~* &* +@all\n".utf8).write(to: URL(fileURLWithPath: file))
            let first = try await open(file)
            var session = first.makeSession(remoteAddress: "test")
            _ = await session.execute("ACL", "SETUSER", "ida", "on", ">pw", "~a:*", "+get", "(~b:* +set)")
            let listed = await session.execute("ACL", "LIST")
            #expect(await session.execute("ACL", "SAVE") == .ok)
            _ = await session.execute("ACL", "SETUSER", "lost", "on")
            await first.close()

            let second = try await open(file)
            session = second.makeSession(remoteAddress: "test")
            #expect(await session.execute("ACL", "LIST") == listed)
            #expect(await session.execute("AUTH", "ida", "pw") == .ok)
            await second.close()
        }
    }

    @Test func `a file with mistakes changes nothing, and all of them are told`() async throws {
        try await withTemporaryFolder { folder in
            let file = folder + "/users.acl"
            try Data("user default on nopass ~* &* +@all\nuser ida on +get\n".utf8).write(
                to: URL(fileURLWithPath: file))
            let standIn = try await open(file)
            let session = standIn.makeSession(remoteAddress: "test")
            try Data("usr x\nuser bob +nothing\nuser bob on\nuser eve on (~a +get\n".utf8).write(
                to: URL(fileURLWithPath: file))
            let reply = await session.execute("ACL", "LOAD")
            #expect(
                reply
                    == .error(
                        "ERR \(file):1 should start with user keyword followed by the username. \(file):2: Error in applying operation '+nothing': Unknown command or category name in ACL. WARNING: Duplicate user 'bob' found on line 3. \(file):4: Unmatched parenthesis in selector definition.WARNING: ACL errors detected, no change to the previously active ACL rules was performed"
                    ))
            #expect(await session.execute("ACL", "USERS") == .array([.text("default"), .text("ida")]))
            await standIn.close()
        }
    }
}
