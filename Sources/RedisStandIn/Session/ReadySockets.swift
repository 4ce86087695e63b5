import CPlatform
#if canImport(Glibc)
    import Glibc
#endif

/// The sockets of plain connections, asked for what has come while a turn was answered.
///
/// A server under load always finds something. Reading it here, and not when the event loop comes to it, saves the way
/// through the channels, which costs more than most commands. The channels still see everything else: what comes while
/// nothing was going on, the end of a connection, errors. It lives on the engine's loop.
final class ReadySockets {
    private static let limit = 256
    private static let bufferSize = 64 * 1024

    /// -1 where there is no such set: then everything comes through the channels.
    private let set = socket_set_create()
    /// By their sockets.
    private var connections: [Int32: RedisConnection] = [:]
    private let ready = UnsafeMutablePointer<Int32>.allocate(capacity: ReadySockets.limit)
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bufferSize, alignment: 16)

    deinit {
        ready.deallocate()
        buffer.deallocate()
        #if canImport(Glibc)
            if set >= 0 { close(set) }
        #endif
    }

    func add(_ connection: RedisConnection, _ socket: Int32) {
        if set >= 0, socket_set_add(set, socket) != 0 { connections[socket] = connection }
    }

    /// Before the socket is closed, or while nothing is to be read from it.
    func remove(_ socket: Int32) {
        if connections.removeValue(forKey: socket) != nil { socket_set_remove(set, socket) }
    }

    /// Has connections take what has come; false when nothing has. `begin` is called before the first of them.
    func read(_ begin: () -> Void) -> Bool {
        if connections.isEmpty { return false }
        let count = Int(socket_set_ready(set, ready))
        if count == 0 { return false }
        begin()
        for index in 0..<count {
            let socket = ready[index]
            guard let connection = connections[socket] else { continue }
            // What is over, or wrong, is for the channel.
            if !connection.read(into: buffer) { remove(socket) }
        }
        return true
    }
}
