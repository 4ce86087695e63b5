/// `ASYNC` and `SYNC` may follow `FLUSHDB` and `FLUSHALL`; both empty the databases at once.
///
/// - Returns: whether the values count as freed by another thread.
func flushesLazily(_ call: Invocation) throws(RedisError) -> Bool {
    if call.count > 2 || (call.count == 2 && !["ASYNC", "SYNC"].contains(call.option(1))) { throw .syntax }
    return call.count == 2 ? call.option(1) == "ASYNC" : call.engine.settings.isOn("lazyfree-lazy-user-flush")
}
