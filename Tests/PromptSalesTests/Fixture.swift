import Determinism
import Foundation
import HTTP
import Images
import JSONTree

/// 2026-11-22T09:00:00Z.
let startOfTests = Timestamp(seconds: 1_795_338_000)

/// The repository's folder.
let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

extension Container {
    /// A container on a frozen clock whose every call goes to `send` and that has no store.
    static func test(
        environment: [String: String] = [:], files: [String: String] = [:],
        send: @escaping @Sendable (Request) async throws -> Response = { request in
            throw NetworkError.nameNotResolved(request.host)
        }
    ) -> Container {
        Container(
            name: "test", namespace: "services", image: "promptsales/test", environment: environment,
            files: files.mapValues { Array($0.utf8) }, clock: InstanceClock(frozenAt: startOfTests),
            random: SeededRandom(seed: 7),
            network: ContainerNetwork(
                send: send, redis: { throw NetworkError.connectionRefused($0.host) },
                postgres: { throw NetworkError.connectionRefused($0.host) },
                mongo: { throw NetworkError.connectionRefused($0.host) }))
    }
}

extension Response {
    /// The whole body as text.
    var text: String { get async throws { String(decoding: try await collectedBody(), as: UTF8.self) } }
    var json: JSON { get async throws { try JSON.parse(try await collectedBody()) } }
}

extension Request {
    static func json(_ method: Method, _ target: String, _ body: JSON) -> Request {
        Request(method, target, fields: ["content-type": "application/json"], body: body.bytes)
    }

    static func form(_ target: String, _ pairs: [(String, String)], fields: Fields = Fields()) -> Request {
        var fields = fields
        fields["content-type"] = "application/x-www-form-urlencoded"
        let form = Form(pairs.map { (name: $0.0, value: $0.1) })
        return Request(.post, target, fields: fields, body: Array(form.encoded.utf8))
    }
}
