package import JSONTree

/// A JSON-RPC error: what a request is answered with when there is no result.
///
/// A tool throws one when the *request* is at fault; anything else it throws, and every business failure, is a result
/// with `isError`.
package struct RPCError: Error, Hashable, Sendable, CustomStringConvertible {
    package var code: Int
    package var message: String
    package var data: JSON?

    package init(code: Int, message: String, data: JSON? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    package var description: String { "\(message) (\(code))" }

    var json: JSON { .compact(["code": JSON(code), "message": .string(message), "data": data]) }

    init(json: JSON) {
        code = json["code"]?.int ?? Code.internalError
        message = json["message"]?.string ?? "the server gave no message"
        data = json["data"]
    }
}

extension RPCError {
    /// The codes of JSON-RPC 2.0 and of the Model Context Protocol.
    package enum Code {
        package static let parseError = -32700
        package static let invalidRequest = -32600
        package static let methodNotFound = -32601
        package static let invalidParams = -32602
        package static let internalError = -32603
        /// Only in the handshake era; since 2026-07-28 a missing resource is `invalidParams`.
        package static let resourceNotFound = -32002
        package static let sessionNotFound = -32001
        package static let headerMismatch = -32020
        package static let missingClientCapability = -32021
        package static let unsupportedProtocolVersion = -32022
    }

    package static func invalidParams(_ message: String) -> RPCError {
        RPCError(code: Code.invalidParams, message: message)
    }

    static func invalidRequest(_ message: String) -> RPCError {
        RPCError(code: Code.invalidRequest, message: message)
    }

    static func methodNotFound(_ method: String) -> RPCError {
        RPCError(code: Code.methodNotFound, message: "Method not found: \(method)")
    }

    static func headerMismatch(_ message: String) -> RPCError {
        RPCError(code: Code.headerMismatch, message: message)
    }

    static func internalError(_ message: String) -> RPCError {
        RPCError(code: Code.internalError, message: message)
    }
}
