#if canImport(Glibc)
    import Glibc
#endif

/// Holds the whole server, as `DEBUG SLEEP` asks for.
func sleepThread(microseconds: Int64) {
    var rest = timespec(tv_sec: Int(microseconds / 1_000_000), tv_nsec: Int(microseconds % 1_000_000 * 1000))
    var left = timespec()
    while nanosleep(&rest, &left) != 0 { rest = left }
}
