#if canImport(Glibc)
    import Glibc
#endif
import NIOCore

/// Where a listener is bound.
package struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    package var host: String
    package var port: Int

    package init(host: String = "127.0.0.1", port: Int) {
        self.host = host
        self.port = port
    }

    package var description: String { "\(host):\(port)" }

    init(of channel: any Channel, asked: ListenAddress) {
        self.init(host: asked.host, port: channel.localAddress?.port ?? asked.port)
    }
}

/// An address could not be bound.
package struct BindError: Error, Sendable, CustomStringConvertible {
    package var address: ListenAddress
    package var reason: String
    /// Somebody else listens there.
    package var isInUse: Bool

    init(_ address: ListenAddress, _ error: any Error) {
        self.address = address
        let ioError = error as? IOError
        isInUse = ioError?.errnoCode == EADDRINUSE
        reason =
            switch ioError?.errnoCode {
            case EADDRINUSE: "the address is in use"
            case EACCES: "ports below 1024 need more rights"
            case EADDRNOTAVAIL: "this machine has no such address"
            default: "\(error)"
            }
    }

    package var description: String { "cannot listen on \(address): \(reason)" }
}
