/// `ASYNC` and `SYNC` may follow `FLUSHDB` and `FLUSHALL`; both empty the databases at once.
func checkFlushMode(_ call: Invocation) throws(RedisError) {
    if call.count > 2 || (call.count == 2 && !["ASYNC", "SYNC"].contains(call.option(1))) { throw .syntax }
}
