import Foundation
import HTTP
import JSONTree

/// A request whose answer is never read to its end: as long as the connection is open, what was asked for is held.
///
/// It is a plain socket that stays open when the program becomes another one (`exec`), and that the system closes when
/// that one ends, however it ends.
struct HeldConnection {
    /// The first line of the answer.
    let document: JSON
    private let descriptor: Int32
    private var received = ""

    /// - Throws: `CommandError`, with the problem's own words when the request is refused.
    init(_ method: Method, _ url: String, _ body: JSON) throws {
        guard let request = Request(method, url: url), let port = request.port.flatMap(UInt16.init(exactly:)) else {
            throw CommandError("'\(url)' is no address of a control API")
        }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        let host = request.host == "localhost" ? "127.0.0.1" : request.host
        guard descriptor >= 0, inet_pton(AF_INET, host, &address.sin_addr) == 1 else {
            throw CommandError("'\(url)' is not on this machine")
        }
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            close(descriptor)
            throw CommandError(
                "the system does not answer at \(request.authority)", help: "start it with 'orrery up BLUEPRINT'")
        }
        let text =
            "\(method) \(request.target) HTTP/1.1\r\nhost: \(request.authority)\r\ncontent-type: application/json\r\n"
            + "content-length: \(body.bytes.count)\r\n\r\n\(body.text)"
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { throw CommandError("the system went away") }
            rest = rest.dropFirst(count)
        }
        document = try Self.firstLine(from: descriptor)
        self.descriptor = descriptor
    }

    /// Keeps the connection from those that this program starts: it is held as long as this program runs.
    func keepToOneself() { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }

    /// The documents that have come since, without waiting; nil when the other side has closed the connection.
    mutating func news() -> [JSON]? {
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = piece.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
            }
            if count == 0 { return nil }
            if count < 0 {
                if errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR { return nil }
                break
            }
            received += String(decoding: piece[..<count], as: UTF8.self)
        }
        // Between the documents are the sizes of the chunks, which begin otherwise.
        var documents: [JSON] = []
        while let end = received.firstIndex(where: \.isNewline) {
            let line = received[..<end]
            if line.hasPrefix("{"), let document = try? JSON.parse(String(line)) { documents.append(document) }
            received = String(received[received.index(after: end)...])
        }
        return documents
    }

    /// Reads the head and the first line of the body; a refusal is read to its end.
    private static func firstLine(from descriptor: Int32) throws -> JSON {
        var received: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = piece.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
            if count <= 0 { throw CommandError("the system closed the connection") }
            received += piece[..<count]
            let text = String(decoding: received, as: UTF8.self)
            guard let head = text.firstRange(of: "\r\n\r\n") else { continue }
            let isRefused = text.dropFirst("HTTP/1.1 ".count).first != "2"
            let body = text[head.upperBound...]
            if isRefused {
                guard let problem = try? JSON.parse(String(body)) else { continue }
                throw CommandError(problem["detail"]?.string ?? String(text.prefix { $0 != "\r\n" }))
            }
            // The body is chunked: the size of the first chunk, and the line in it.
            guard let sizeEnd = body.firstRange(of: "\r\n") else { continue }
            let line = body[sizeEnd.upperBound...]
            guard let end = line.firstIndex(of: "\n") else { continue }
            return try JSON.parse(String(line[..<end]))
        }
    }
}
