/// An error as a MongoDB server reports it.
package struct MongoError: Error, Equatable, Sendable, CustomStringConvertible {
    package var code: ErrorCode
    package var message: String
    /// Such as `TransientTransactionError`, on which drivers decide whether to try again.
    package var labels: [String]
    /// Fields beside the message, such as `keyPattern` of a duplicate key.
    package var details: BSONDocument
    /// What the stand-in does not do, or does not know, and the client wanted; goes into the ledger.
    package var missingFeature: String?

    package init(
        _ code: ErrorCode, _ message: String, labels: [String] = [], details: BSONDocument = [:],
        missingFeature: String? = nil
    ) {
        self.code = code
        self.message = message
        self.labels = labels
        self.details = details
        self.missingFeature = missingFeature
    }

    package var description: String { "\(code.name) (\(code.rawValue)): \(message)" }

    /// The reply of a command that failed as a whole.
    package var reply: BSONDocument {
        var reply: BSONDocument = [
            "ok": 0.0, "errmsg": .string(message), "code": .int32(code.rawValue), "codeName": .string(code.name),
        ]
        reply.elements += details.elements
        if !labels.isEmpty { reply.append("errorLabels", .array(labels.map(BSONValue.string))) }
        return reply
    }

    /// The entry in `writeErrors` for the statement at `index`.
    package func writeError(at index: Int) -> BSONValue {
        var entry: BSONDocument = ["index": .integer(index), "code": .int32(code.rawValue)]
        entry.elements += details.elements
        entry.append("errmsg", .string(message))
        return .document(entry)
    }
}

extension MongoError {
    static func duplicateKey(namespace: Namespace, index: String, pattern: BSONDocument, values: [BSONValue])
        -> MongoError
    {
        let key = BSONDocument(
            zip(pattern.keys, values).map { BSONDocument.Element(key: $0, value: $1) })
        return MongoError(
            .duplicateKey,
            "E11000 duplicate key error collection: \(namespace) index: \(index) dup key: \(key.shellText)",
            details: ["keyPattern": .document(pattern), "keyValue": .document(key)])
    }

    static func cursorNotFound(_ id: Int64) -> MongoError {
        MongoError(.cursorNotFound, "cursor id \(id) not found")
    }

    static func wrongType(_ field: String, is actual: BSONValue, expected: String) -> MongoError {
        MongoError(
            .typeMismatch,
            "BSON field '\(field)' is the wrong type '\(actual.typeName)', expected type '\(expected)'")
    }

    static func missingField(_ field: String) -> MongoError {
        MongoError(.location(40414), "BSON field '\(field)' is missing but a required field")
    }

    static func unknownField(_ field: String) -> MongoError {
        MongoError(
            .location(40415), "BSON field '\(field)' is an unknown field.", missingFeature: "field \(field)")
    }

    /// Of what MongoDB has and the stand-in has not.
    static func unsupported(_ feature: String) -> MongoError {
        MongoError(
            .commandNotSupported, "\(feature) is not supported by this server", missingFeature: feature)
    }
}
