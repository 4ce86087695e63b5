import HTTP
import Images
import JSONTree

extension Router {
    /// Answers the probes of a deployment: alive while the process runs, ready when `ready` does not throw.
    mutating func addProbes(ready: @escaping @Sendable () async throws -> Void = {}) {
        on(.get, "/livez") { _ in .text("alive\n") }
        on(.get, "/readyz") { _ in
            try await ready()
            return .text("ready\n")
        }
    }
}

extension Router.Call {
    /// The request's body as a JSON object.
    ///
    /// - Throws: `Problem` with status 400 when it is anything else.
    func jsonObject() throws -> JSON {
        do {
            let value = try JSON.parse(request.body)
            guard value.object != nil else { throw Problem(.badRequest, "the body is not a JSON object") }
            return value
        } catch let error as JSONError {
            throw Problem(.badRequest, "the body is not JSON: \(error)")
        }
    }
}

extension JSON {
    /// The member `name` as a non-empty string.
    ///
    /// - Throws: `Problem` with status 400.
    func requiredText(_ name: String, atMost limit: Int = 2000) throws -> String {
        guard let value = self[name]?.string, !value.isEmpty else {
            throw Problem(.badRequest, "'\(name)' is missing or not a string")
        }
        if value.count > limit {
            throw Problem(.badRequest, "'\(name)' is longer than \(limit) characters")
        }
        return value
    }

    /// The member `name` as a list of `Choice`s; `fallback` when it is absent.
    ///
    /// - Throws: `Problem` with status 400.
    func choices<Choice: RawRepresentable & CaseIterable>(
        _ name: String, otherwise fallback: [Choice]
    ) throws -> [Choice] where Choice.RawValue == String {
        guard let member = self[name], !member.isNull else { return fallback }
        guard let elements = member.array else { throw Problem(.badRequest, "'\(name)' is not a list") }
        return try elements.map { element in
            if let choice = element.string.flatMap(Choice.init) { return choice }
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(.badRequest, "an element of '\(name)' is none of \(known)")
        }
    }
}
