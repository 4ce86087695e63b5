/// One of MongoDB's error codes: the named ones of `error_codes.yml`, and numbered places in its source.
///
/// https://github.com/mongodb/mongo/blob/r7.0.0/src/mongo/base/error_codes.yml
package struct ErrorCode: Hashable, Sendable {
    package let rawValue: Int32
    /// Stands as `codeName` in a reply.
    package let name: String

    private init(_ rawValue: Int32, _ name: String) {
        self.rawValue = rawValue
        self.name = name
    }

    /// An error that is known by its number alone.
    package static func location(_ number: Int32) -> ErrorCode { ErrorCode(number, "Location\(number)") }

    package static let internalError = ErrorCode(1, "InternalError")
    package static let badValue = ErrorCode(2, "BadValue")
    package static let failedToParse = ErrorCode(9, "FailedToParse")
    package static let unauthorized = ErrorCode(13, "Unauthorized")
    package static let typeMismatch = ErrorCode(14, "TypeMismatch")
    package static let overflow = ErrorCode(15, "Overflow")
    package static let authenticationFailed = ErrorCode(18, "AuthenticationFailed")
    package static let illegalOperation = ErrorCode(20, "IllegalOperation")
    package static let invalidBSON = ErrorCode(22, "InvalidBSON")
    package static let namespaceNotFound = ErrorCode(26, "NamespaceNotFound")
    package static let indexNotFound = ErrorCode(27, "IndexNotFound")
    package static let pathNotViable = ErrorCode(28, "PathNotViable")
    package static let conflictingUpdateOperators = ErrorCode(40, "ConflictingUpdateOperators")
    package static let cursorNotFound = ErrorCode(43, "CursorNotFound")
    package static let namespaceExists = ErrorCode(48, "NamespaceExists")
    package static let dollarPrefixedFieldName = ErrorCode(52, "DollarPrefixedFieldName")
    package static let invalidIDField = ErrorCode(53, "InvalidIdField")
    package static let emptyFieldName = ErrorCode(56, "EmptyFieldName")
    package static let commandNotFound = ErrorCode(59, "CommandNotFound")
    package static let immutableField = ErrorCode(66, "ImmutableField")
    package static let cannotCreateIndex = ErrorCode(67, "CannotCreateIndex")
    package static let invalidOptions = ErrorCode(72, "InvalidOptions")
    package static let invalidNamespace = ErrorCode(73, "InvalidNamespace")
    package static let indexOptionsConflict = ErrorCode(85, "IndexOptionsConflict")
    package static let indexKeySpecsConflict = ErrorCode(86, "IndexKeySpecsConflict")
    package static let operationFailed = ErrorCode(96, "OperationFailed")
    package static let writeConflict = ErrorCode(112, "WriteConflict")
    package static let commandNotSupported = ErrorCode(115, "CommandNotSupported")
    package static let commandNotSupportedOnView = ErrorCode(166, "CommandNotSupportedOnView")
    package static let documentValidationFailure = ErrorCode(121, "DocumentValidationFailure")
    package static let invalidPipelineOperator = ErrorCode(168, "InvalidPipelineOperator")
    package static let viewDepthLimitExceeded = ErrorCode(165, "ViewDepthLimitExceeded")
    package static let exceededMemoryLimit = ErrorCode(146, "ExceededMemoryLimit")
    package static let transactionTooOld = ErrorCode(225, "TransactionTooOld")
    package static let conversionFailure = ErrorCode(241, "ConversionFailure")
    package static let noSuchTransaction = ErrorCode(251, "NoSuchTransaction")
    package static let transactionCommitted = ErrorCode(256, "TransactionCommitted")
    package static let operationNotSupportedInTransaction = ErrorCode(263, "OperationNotSupportedInTransaction")
    package static let unsupportedOpQueryCommand = ErrorCode(352, "UnsupportedOpQueryCommand")
    package static let objectTooLarge = ErrorCode(10334, "BSONObjectTooLarge")
    package static let duplicateKey = ErrorCode(11000, "DuplicateKey")
    package static let maxTimeMSExpired = ErrorCode(50, "MaxTimeMSExpired")
    package static let conflictingOperationInProgress = ErrorCode(117, "ConflictingOperationInProgress")
    package static let protocolError = ErrorCode(17, "ProtocolError")
    package static let mechanismUnavailable = ErrorCode(334, "MechanismUnavailable")
    package static let invalidLength = ErrorCode(16, "InvalidLength")
    package static let invalidIndexSpecificationOption = ErrorCode(197, "InvalidIndexSpecificationOption")
    package static let cannotBackfillArray = ErrorCode(15891, "CannotBackfillArray")
    package static let cannotIndexParallelArrays = ErrorCode(171, "CannotIndexParallelArrays")
}
