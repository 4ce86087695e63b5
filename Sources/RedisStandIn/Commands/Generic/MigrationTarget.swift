#if canImport(Glibc)
    import Glibc
#endif

/// A connection to the server that `MIGRATE` sends keys to.
///
/// It blocks, and with it the whole server, as it does in Redis: nothing may happen to the keys meanwhile.
struct MigrationTarget: ~Copyable {
    private let descriptor: Int32
    /// How long anything may take, in milliseconds.
    private let timeout: Int32
    private var unread: [UInt8] = []

    init(host: String, port: Int64, timeout: Int64) throws(RedisError) {
        self.timeout = Int32(clamping: timeout)
        descriptor = try Self.connected(host, "\(port)", self.timeout)
    }

    deinit { close(descriptor) }

    private static func connected(_ host: String, _ port: String, _ timeout: Int32) throws(RedisError) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var addresses: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, port, &hints, &addresses) == 0 else {
            throw .migrationFailed("connecting to the client")
        }
        defer { freeaddrinfo(addresses) }
        var next = addresses
        var isRefused = false
        while let address = next {
            switch attempt(address.pointee, timeout) {
            case .connected(let descriptor): return descriptor
            case .refused: isRefused = true
            case .timedOut: break
            }
            next = address.pointee.ai_next
        }
        // Redis learns that it was refused when it writes.
        throw .migrationFailed(isRefused ? "writing to target instance" : "connecting to the client")
    }

    private enum Attempt {
        case connected(Int32)
        case refused, timedOut
    }

    private static func attempt(_ address: addrinfo, _ timeout: Int32) -> Attempt {
        let flags = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.ai_family, flags, 0)
        if descriptor < 0 { return .timedOut }
        if connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 { return .connected(descriptor) }
        var isRefused = errno != EINPROGRESS
        if !isRefused, isReady(descriptor, POLLOUT, timeout) {
            var failure: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &failure, &size)
            if failure == 0 { return .connected(descriptor) }
            isRefused = true
        }
        close(descriptor)
        return isRefused ? .refused : .timedOut
    }

    private static func isReady(_ descriptor: Int32, _ event: Int32, _ timeout: Int32) -> Bool {
        var wanted = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        return poll(&wanted, 1, timeout) > 0
    }

    /// Sends one command; false when the time is over or the server is gone.
    func send(_ words: [[UInt8]]) -> Bool {
        var bytes = Array("*\(words.count)\r\n".utf8)
        for word in words {
            bytes += Array("$\(word.count)\r\n".utf8)
            bytes += word
            bytes += [0x0D, 0x0A]
        }
        var sent = 0
        while sent < bytes.count {
            let rest = bytes[sent...]
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                sent += count
            } else if count == 0 || errno != EAGAIN || !Self.isReady(descriptor, POLLOUT, timeout) {
                return false
            }
        }
        return true
    }

    /// The next reply, which has one line, without its end; nil when none comes in time.
    mutating func reply() -> String? {
        while true {
            if let end = unread.firstIndex(of: 0x0A) {
                let line = unread[..<end].filter { $0 != 0x0D }
                unread.removeSubrange(...end)
                return String(decoding: line, as: UTF8.self)
            }
            if unread.count > 64 * 1024 || !Self.isReady(descriptor, POLLIN, timeout) { return nil }
            var piece = [UInt8](repeating: 0, count: 4096)
            let count = recv(descriptor, &piece, piece.count, 0)
            if count > 0 {
                unread += piece.prefix(count)
            } else if count == 0 || errno != EAGAIN {
                return nil
            }
        }
    }
}

extension RedisError {
    /// - Parameter step: what could not be done.
    static func migrationFailed(_ step: String) -> RedisError { RedisError("IOERR error or timeout \(step)") }
}
