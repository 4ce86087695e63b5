/// The options of `SET`: `SET key value [NX|XX] [GET] [EX s|PX ms|EXAT s|PXAT ms|KEEPTTL]`.
struct SetOptions {
    var onlyIfMissing = false
    var onlyIfThere = false
    var returnsOld = false
    var keepsExpiry = false
    var expiresAt: Int64?

    init(_ call: Invocation, at start: Int) throws(RedisError) {
        var index = start
        while index < call.count {
            let option = call.option(index)
            if option == "NX", !onlyIfThere {
                onlyIfMissing = true
            } else if option == "XX", !onlyIfMissing {
                onlyIfThere = true
            } else if option == "GET" {
                returnsOld = true
            } else if option == "KEEPTTL", expiresAt == nil {
                keepsExpiry = true
            } else if let unit = ExpiryUnit.options[option], !keepsExpiry, expiresAt == nil, index + 1 < call.count {
                expiresAt = try Self.moment(call, index + 1, unit)
                index += 1
            } else {
                throw .syntax
            }
            index += 1
        }
    }

    /// A positive time at `index` as a moment.
    static func moment(_ call: Invocation, _ index: Int, _ unit: ExpiryUnit) throws(RedisError) -> Int64 {
        let value = try call.integer(index)
        if value <= 0 { throw .invalidExpire(call.command.name) }
        return try unit.moment(value, now: call.now, command: call.command.name)
    }
}

extension Invocation {
    /// Makes `key` hold `bytes`; a moment that is past leaves no key.
    func setString(_ key: Key, _ bytes: [UInt8], expiresAt: Int64? = nil) {
        if let expiresAt, expiresAt <= now {
            if exists(key) { apply(.delete(key)) }
        } else {
            apply(.string(key, bytes, expiresAt: expiresAt))
        }
    }

    /// Changes what `key` holds and leaves its expiry as it is.
    func changeString(_ key: Key, _ bytes: [UInt8]) {
        let expiresAt = entry(key)?.expiresAt ?? .max
        apply(.string(key, bytes, expiresAt: expiresAt == .max ? nil : expiresAt))
    }
}
