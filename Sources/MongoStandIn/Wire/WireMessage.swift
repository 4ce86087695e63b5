/// A message of the wire protocol: https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/
struct WireMessage: Equatable {
    /// How the message was packed, which is how it is answered.
    enum Packing: Equatable { case message, legacyQuery }

    var requestID: Int32
    var packing: Packing
    var database: String
    var command: BSONDocument
    /// The client does not wait for an answer.
    var isUnacknowledged = false
}

/// Why a connection is closed: its bytes are no message.
enum WireError: Error, Equatable {
    case badLength(Int32)
    case unknownOperation(Int32)
    case unknownFlags(UInt32)
    case unknownSection(UInt8)
    case badChecksum
    case truncated
    case noBody
    case bson(BSONError)
}
