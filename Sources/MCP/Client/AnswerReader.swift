import HTTP
import JSONTree

/// Reads the answer to one request from a response: a JSON body, or an event stream that carries notifications first.
struct AnswerReader: Sendable {
    let id: JSON
    let onNotification: @Sendable (_ method: String, _ params: JSON) async -> Void

    /// The result.
    ///
    /// - Throws: `MCPClientError`.
    func result(of response: Response) async throws -> JSON {
        let type = response.fields["content-type"]?.prefix { $0 != ";" }.lowercased() ?? ""
        let answer =
            type.hasPrefix(EventStream.mediaType)
            ? try await streamed(response) : try await whole(response)
        guard let answer else { throw MCPClientError.malformed("the stream ended without an answer") }
        if let error = answer["error"] { throw MCPClientError.refused(RPCError(json: error)) }
        guard let result = answer["result"], result.object != nil else {
            throw MCPClientError.malformed("neither a result nor an error")
        }
        return result
    }

    private func whole(_ response: Response) async throws -> JSON {
        let body = try await response.collectedBody()
        let message = try? JSON.parse(body)
        if let message, message["error"]?["code"] != nil { return message }
        guard response.status == .ok else {
            throw MCPClientError.status(
                response.status, fields: response.fields, body: String(decoding: body, as: UTF8.self))
        }
        guard let message else { throw MCPClientError.malformed("the body is not JSON") }
        guard message["id"] == id else { throw MCPClientError.malformed("the answer carries another request's id") }
        return message
    }

    private func streamed(_ response: Response) async throws -> JSON? {
        let answer = StreamedAnswer()
        let take: @Sendable ([UInt8]) async throws -> Void = { bytes in
            for message in try await answer.messages(in: bytes) {
                if let method = message["method"]?.string {
                    await onNotification(method, message["params"] ?? [:])
                } else if message["id"] == id {
                    await answer.set(message)
                }
            }
        }
        switch response.body {
        case .bytes(let bytes): try await take(bytes)
        case .stream(let produce): try await produce(BodyWriter(take))
        case .upgrade: break
        }
        return await answer.message
    }
}

private actor StreamedAnswer {
    private var parser = EventStreamParser()
    private(set) var message: JSON?

    func set(_ message: JSON) { self.message = message }

    func messages(in bytes: [UInt8]) throws -> [JSON] {
        try parser.feed(bytes).filter { !$0.isEmpty }.map { data in
            do {
                return try JSON.parse(data)
            } catch {
                throw MCPClientError.malformed("an event is not JSON: \(error)")
            }
        }
    }
}
