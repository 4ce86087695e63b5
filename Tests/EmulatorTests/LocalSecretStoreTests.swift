import Emulator
import Foundation
import JSONTree
import TestSupport
import Testing

@Suite struct LocalSecretStoreTests {
    @Test func `a value is the same after the file was opened again`() async throws {
        try await withTemporaryFolder { folder in
            let path = "\(folder)/secrets.json"
            let first = try LocalSecretStore(path: path)
            let token = try first.value(of: "shop/dev/token")
            let password = try first.value(of: "shop/dev/db/ads", property: "password")
            #expect(token != password)
            let second = try LocalSecretStore(path: path)
            #expect(try second.value(of: "shop/dev/token") == token)
            #expect(try second.value(of: "shop/dev/db/ads", property: "password") == password)
        }
    }

    @Test func `only the owner can read the file`() async throws {
        try await withTemporaryFolder { folder in
            let path = "\(folder)/secrets.json"
            _ = try LocalSecretStore(path: path).value(of: "a")
            _ = try LocalSecretStore(path: path).value(of: "b")
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test func `a person's own value is taken`() async throws {
        try await withTemporaryFolder { folder in
            let path = "\(folder)/secrets.json"
            try Data(#"{"shop/dev/token": "mine"}"#.utf8).write(to: URL(fileURLWithPath: path))
            #expect(try LocalSecretStore(path: path).value(of: "shop/dev/token") == "mine")
        }
    }

    @Test(arguments: ["", "{", "[]", #"{"a": 1}"#])
    func `a broken file is an error and stays as it is`(text: String) async throws {
        try await withTemporaryFolder { folder in
            let path = "\(folder)/secrets.json"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            #expect(throws: (any Error).self) { try LocalSecretStore(path: path) }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        }
    }

    @Test func `what is made follows the key's name`() throws {
        let store = try LocalSecretStore(path: nil)
        #expect(try JSON.parse(try store.value(of: "a/auth-users"))[0]?["username"] == "demo")
        #expect(try JSON.parse(try store.value(of: "a/auth-client-secrets"))["*"]?.string?.count == 32)
        #expect(try JSON.parse(try store.value(of: "a/auth-signing-keys")) != [:])
        #expect(try store.value(of: "a/db/ads", property: "username") == "ads")
        #expect(try store.value(of: "a/key").count == 32)
    }
}

@Suite struct StateLockTests {
    @Test func `a folder is one instance's until it lets go`() async throws {
        try await withTemporaryFolder { folder in
            let state = "\(folder)/deep/state"
            do {
                let lock = try StateLock(folder: state)
                withExtendedLifetime(lock) {
                    let error = #expect(throws: StateFolderInUse.self) { try StateLock(folder: state) }
                    #expect(error?.description.contains(state) == true)
                }
            }
            _ = try StateLock(folder: state)
        }
    }
}
