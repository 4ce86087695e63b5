import Foundation
import Identity
import JSONTree
import Synchronization

/// The secret store of one desk: it plays the external store that the ExternalSecrets name.
///
/// A value is made when a key is first asked for, from the system's random generator, and kept in a JSON file that only
/// its owner can read, so that it is the same after a restart. A person may put their own values there before. What is
/// made follows the key's last part:
///
/// - `…-users`: a list with one user, `demo` with the password `orrery`, as the authorization server reads it: a person
///   has to type it, and everything listens on this machine only;
/// - `…-client-secrets`: one secret for every confidential client;
/// - `…-signing-keys`: the key that the authorization server signs access tokens with;
/// - anything else: 32 letters and digits.
package final class LocalSecretStore: Sendable {
    private let values: Mutex<JSON.Object>
    private let path: String?

    /// - Parameter path: the file to keep values in; nil keeps nothing.
    /// - Throws: when the file exists and is not a JSON object of strings.
    package init(path: String?) throws {
        self.path = path
        guard let path, let data = FileManager.default.contents(atPath: path) else {
            values = Mutex(JSON.Object())
            return
        }
        guard let object = try JSON.parse(data).object, object.members.allSatisfy({ $0.value.string != nil }) else {
            throw SecretFileError(path: path)
        }
        values = Mutex(object)
    }

    /// The value of `key`, such as `promptsales/dev/openai-key`, or of the member `property` of the object there.
    ///
    /// The member `username` is the key's last part, so that a store's log-in is named after its workload.
    package func value(of key: String, property: String? = nil) throws -> String {
        if property == "username" { return Self.lastPart(of: key) }
        return try value(ofWhole: property.map { "\(key)/\($0)" } ?? key)
    }

    private static func lastPart(of key: String) -> String { key.split(separator: "/").last.map(String.init) ?? key }

    private func value(ofWhole key: String) throws -> String {
        try values.withLock { values in
            if let value = values[key]?.string { return value }
            let made = try Self.makeValue(for: key)
            values[key] = .string(made)
            try save(values)
            return made
        }
    }

    private static func makeValue(for key: String) throws -> String {
        let name = lastPart(of: key)
        if name.hasSuffix("-users") {
            let demo: JSON = ["username": "demo", "password": "orrery", "name": "Demo User"]
            return JSON.array([demo]).text
        }
        if name.hasSuffix("-client-secrets") { return (["*": .string(password())] as JSON).text }
        if name.hasSuffix("-signing-keys") { return try KeyRing(keys: [.generate(.es256)]).exported.text }
        return password()
    }

    private static func password() -> String {
        let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789")
        var generator = SystemRandomNumberGenerator()
        return String((0..<32).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] })
    }

    private func save(_ values: JSON.Object) throws {
        guard let path else { return }
        let temporary = path + ".new"
        let written = FileManager.default.createFile(
            atPath: temporary, contents: Data(JSON.object(values).prettyText.utf8),
            attributes: [.posixPermissions: 0o600])
        guard written, rename(temporary, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}

/// The file of local secrets cannot be read.
package struct SecretFileError: Error, CustomStringConvertible {
    package var path: String

    package var description: String { "\(path) is not a JSON object whose members are all strings" }
}
