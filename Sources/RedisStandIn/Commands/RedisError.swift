/// An error reply, and every text of one that Redis 7.0 has and we use.
struct RedisError: Error, Equatable {
    /// The whole line after `-`.
    var text: String
    /// Met before the command ran, so that a transaction it was meant for cannot be executed.
    var abortsTransaction = false
    /// It is in the statistics already.
    var isCounted = false

    init(_ text: String) { self.text = text }

    static func == (lhs: RedisError, rhs: RedisError) -> Bool { lhs.text == rhs.text }

    // MARK: - Dispatch

    static func unknownCommand(_ words: [[UInt8]]) -> RedisError {
        var shown = ""
        for word in words.dropFirst() {
            // Redis stops adding arguments once 128 bytes of them are shown.
            if shown.utf8.count >= 128 { break }
            shown += "'\(text(word, limit: 128 - shown.utf8.count))' "
        }
        let name = text(words.first ?? [], limit: 128)
        return RedisError("ERR unknown command '\(name)', with args beginning with: \(shown)")
    }

    static func unknownSubcommand(_ words: [[UInt8]]) -> RedisError {
        let parent = Invocation.upperCased(words.first ?? [])
        let name = text(words.count > 1 ? words[1] : [], limit: 128)
        return RedisError("ERR unknown subcommand '\(name)'. Try \(parent) HELP.")
    }

    static func wrongArity(_ name: String) -> RedisError {
        RedisError("ERR wrong number of arguments for '\(name)' command")
    }

    private static func text(_ word: [UInt8], limit: Int) -> String {
        String(decoding: word.prefix(limit), as: UTF8.self)
    }

    static func onlyPubSub(_ name: String) -> RedisError {
        RedisError(
            "ERR Can't execute '\(name)': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context"
        )
    }

    // MARK: - Who may

    static let authenticationRequired = RedisError("NOAUTH Authentication required.")
    static let wrongPassword = RedisError("WRONGPASS invalid username-password pair or user is disabled.")
    static let noPassword = RedisError(
        "ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?"
    )
    static let helloWithoutAuthentication = RedisError(
        "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time"
    )
    static let unsupportedProtocol = RedisError("NOPROTO unsupported protocol version")
    static let protocolNotInteger = RedisError("ERR Protocol version is not an integer or out of range")

    static let notEnoughReplicas = RedisError("NOREPLICAS Not enough good replicas to write.")

    // MARK: - Transactions

    static let nestedMulti = RedisError("ERR MULTI calls can not be nested")
    static let execWithoutMulti = RedisError("ERR EXEC without MULTI")
    static let discardWithoutMulti = RedisError("ERR DISCARD without MULTI")
    static let watchInsideMulti = RedisError("ERR WATCH inside MULTI is not allowed")
    static let abortedTransaction = RedisError("EXECABORT Transaction discarded because of previous errors.")
    static let notInTransaction = RedisError("ERR Command not allowed inside a transaction")
    /// `EXEC` itself was wrong: the transaction ends with it.
    static func abortedTransaction(because error: RedisError) -> RedisError {
        let reason = error.text.hasPrefix("ERR ") ? String(error.text.dropFirst(4)) : error.text
        return RedisError("EXECABORT Transaction discarded because of: \(reason)")
    }

    // MARK: - Values

    static let wrongType = RedisError("WRONGTYPE Operation against a key holding the wrong kind of value")
    static let syntax = RedisError("ERR syntax error")
    static let notAnInteger = RedisError("ERR value is not an integer or out of range")
    static let randomCountOutOfRange = RedisError(
        "ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807")
    static let notAFloat = RedisError("ERR value is not a valid float")
    static let notPositive = RedisError("ERR value is out of range, must be positive")
    static let outOfRange = RedisError("ERR value is out of range")
    static let noSuchKey = RedisError("ERR no such key")
    static let indexOutOfRange = RedisError("ERR index out of range")
    static let offsetOutOfRange = RedisError("ERR offset is out of range")
    static let overflow = RedisError("ERR increment or decrement would overflow")
    static let decrementOverflow = RedisError("ERR decrement would overflow")
    static let notFinite = RedisError("ERR increment would produce NaN or Infinity")
    static let tooLongString = RedisError("ERR string exceeds maximum allowed size (proto-max-bulk-len)")
    static let databaseOutOfRange = RedisError("ERR DB index is out of range")
    static let invalidDatabase = RedisError("ERR invalid DB index")
    static let sameObjects = RedisError("ERR source and destination objects are the same")
    static let invalidCursor = RedisError("ERR invalid cursor")
    static let bitOffset = RedisError("ERR bit offset is not an integer or out of range")
    static let notABit = RedisError("ERR bit is not an integer or out of range")
    static let bitNot = RedisError("ERR BITOP NOT must be called with a single source key.")
    static let bitPosition = RedisError("ERR The bit argument must be 1 or 0.")
    static let hashNotAnInteger = RedisError("ERR hash value is not an integer")
    static let hashNotAFloat = RedisError("ERR hash value is not a float")
    static func invalidExpire(_ command: String) -> RedisError {
        RedisError("ERR invalid expire time in '\(command)' command")
    }

    // MARK: - Options

    static let timeoutNotAFloat = RedisError("ERR timeout is not a float or out of range")
    static let timeoutNotAnInteger = RedisError("ERR timeout is not an integer or out of range")
    static let negativeTimeout = RedisError("ERR timeout is negative")
    static let timeoutOutOfRange = RedisError("ERR timeout is out of range")
    static let keyCountNotPositive = RedisError("ERR numkeys should be greater than 0")
    static let tooManyKeys = RedisError("ERR Number of keys can't be greater than number of args")
    static let negativeLimit = RedisError("ERR LIMIT can't be negative")
    static let countNotPositive = RedisError("ERR count should be greater than 0")
    static let rankZero = RedisError(
        "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list"
    )
    static let negativeCount = RedisError("ERR COUNT can't be negative")
    static let negativeMaxLength = RedisError("ERR MAXLEN can't be negative")
    static let expireConflict = RedisError(
        "ERR NX and XX, GT or LT options at the same time are not compatible")
    static let expireGTLT = RedisError("ERR GT and LT options at the same time are not compatible")
    static func unsupportedOption(_ option: [UInt8]) -> RedisError {
        RedisError("ERR Unsupported option \(String(decoding: option, as: UTF8.self))")
    }

    // MARK: - Sorted sets

    static let minMaxNotFloat = RedisError("ERR min or max is not a float")
    static let minMaxNotString = RedisError("ERR min or max not valid string range item")
    static let weightNotFloat = RedisError("ERR weight value is not a float")
    static let trimConflict = RedisError(
        "ERR syntax error, MAXLEN and MINID options at the same time are not compatible")
    static let addConflict = RedisError("ERR XX and NX options at the same time are not compatible")
    static let addGTLTNX = RedisError("ERR GT, LT, and/or NX options at the same time are not compatible")
    static let addIncrement = RedisError("ERR INCR option supports a single increment-element pair")
    static let scoreNotANumber = RedisError("ERR resulting score is not a number (NaN)")
    static let limitWithoutRange = RedisError(
        "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX")
    static let scoresWithLex = RedisError("ERR syntax error, WITHSCORES not supported in combination with BYLEX")
    static func noInputKeys(_ command: String) -> RedisError {
        RedisError("ERR at least 1 input key is needed for '\(command)' command")
    }

    // MARK: - Streams

    static let invalidStreamID = RedisError("ERR Invalid stream ID specified as stream command argument")
    static let streamIDTooSmall = RedisError(
        "ERR The ID specified in XADD is equal or smaller than the target stream top item")
    static let streamIDZero = RedisError("ERR The ID specified in XADD must be greater than 0-0")
    static let streamExhausted = RedisError(
        "ERR The stream has exhausted the last possible ID, unable to add more items")
    static let unbalancedStreams = RedisError(
        "ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified.")
    static let noKeyForGroup = RedisError(
        "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically."
    )
    static let groupExists = RedisError("BUSYGROUP Consumer Group name already exists")
    static func noGroup(_ group: Key, _ key: Key) -> RedisError {
        RedisError("NOGROUP No such consumer group '\(group.text)' for key name '\(key.text)'")
    }
    static func noKeyOrGroup(_ key: Key, _ group: Key) -> RedisError {
        RedisError("NOGROUP No such key '\(key.text)' or consumer group '\(group.text)'")
    }
    static func noKeyOrGroupForRead(_ key: Key, _ group: Key) -> RedisError {
        RedisError(
            "NOGROUP No such key '\(key.text)' or consumer group '\(group.text)' in XREADGROUP with GROUP option")
    }
}
