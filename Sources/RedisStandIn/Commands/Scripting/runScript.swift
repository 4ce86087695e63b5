/// `EVAL` and its like.
func runScript(_ call: Invocation, isReadOnly: Bool, isSHA: Bool) throws(RedisError) -> RESPValue {
    let count = try call.integer(2)
    if count > Int64(call.count - 3) { throw .tooManyKeys }
    if count < 0 { throw RedisError("ERR Number of keys can't be negative") }
    let scripts = call.engine.scripts
    let sha: String
    if isSHA {
        sha = String(decoding: call[1], as: UTF8.self).lowercased()
        if !scripts.contains(sha) { throw .noScript }
    } else {
        sha = try scripts.load(call[1])
    }
    guard let script = scripts.script(sha) else { throw .noScript }
    let words = call.rest(from: 3)
    return try scripts.run(
        script.reference, in: scripts.eval, name: sha, flags: script.flags, isReadOnlyCommand: isReadOnly,
        keys: Array(words.prefix(Int(count))), arguments: Array(words.dropFirst(Int(count))), for: call)
}

/// `FCALL` and `FCALL_RO`.
func callFunction(_ call: Invocation, isReadOnly: Bool) throws(RedisError) -> RESPValue {
    let name = String(decoding: call[1], as: UTF8.self)
    let scripts = call.engine.scripts
    guard let function = scripts.function(name) else { throw RedisError("ERR Function not found") }
    let count = try call.integer(2, or: RedisError("ERR Bad number of keys provided"))
    if count > Int64(call.count - 3) { throw .tooManyKeys }
    if count < 0 { throw RedisError("ERR Number of keys can't be negative") }
    let words = call.rest(from: 3)
    return try scripts.run(
        function.reference, in: scripts.functions, name: name, flags: function.flags, isReadOnlyCommand: isReadOnly,
        keys: Array(words.prefix(Int(count))), arguments: Array(words.dropFirst(Int(count))), for: call)
}

extension RedisError {
    static let noScript = RedisError("NOSCRIPT No matching script. Please use EVAL.")
}
