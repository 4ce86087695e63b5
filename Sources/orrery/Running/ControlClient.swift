import HTTP
import JSONTree
import Serving

/// The command line's side of the control API.
struct ControlClient {
    let url: String
    private let client: HTTPClient
    private let authority: String

    /// - Throws: `CommandError` for what is no URL.
    init(url: String) throws {
        guard let request = Request(url: url), request.scheme == "http" else {
            throw CommandError("'\(url)' is no address of a control API", help: "it looks like http://127.0.0.1:7700")
        }
        self.url = url
        authority = request.authority
        client = HTTPClient(host: request.host, port: request.port ?? 80)
    }

    /// The answer to a request, as JSON; null for an empty one.
    ///
    /// - Throws: `CommandError` with the problem's own words when it is refused.
    func json(_ method: Method, _ path: String, _ document: JSON? = nil) async throws -> JSON {
        let response = try await send(method, path, document)
        let body = try await response.collectedBody()
        return body.isEmpty ? .null : try JSON.parse(body)
    }

    /// The lines of an answer that comes piece by piece, each given to `body`; returns when the answer ends.
    func lines(of path: String, _ body: @escaping @Sendable (String) -> Void) async throws {
        let response = try await send(.get, path, nil)
        guard case .stream(let produce) = response.body else {
            for line in String(decoding: try await response.collectedBody(), as: UTF8.self).split(separator: "\n") {
                body(String(line))
            }
            return
        }
        let buffer = LineBuffer()
        try await produce(BodyWriter { bytes in for line in await buffer.lines(adding: bytes) { body(line) } })
    }

    private func send(_ method: Method, _ path: String, _ document: JSON?) async throws -> Response {
        var request = Request(method, path, authority: authority, body: document?.bytes ?? [])
        if document != nil { request.fields["content-type"] = "application/json" }
        let response: Response
        do {
            response = try await client.send(request)
        } catch let error as UnreachableServer {
            throw CommandError("the system does not answer at \(error)", help: "start it with 'orrery up BLUEPRINT'")
        }
        if response.status.code >= 400 {
            let body = try await response.collectedBody()
            let detail = (try? JSON.parse(body))?["detail"]?.string
            throw CommandError(detail ?? "the system answered \(response.status)")
        }
        return response
    }
}

/// Cuts what comes piece by piece into lines; empty ones are left out.
private actor LineBuffer {
    private var rest: [UInt8] = []

    func lines(adding bytes: [UInt8]) -> [String] {
        rest += bytes
        var lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        rest = lines.popLast().map(Array.init) ?? []
        return lines.filter { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) }
    }
}
