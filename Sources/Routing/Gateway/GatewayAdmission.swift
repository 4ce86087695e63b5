package import HTTP
import Kubernetes

/// What Envoy does to every request before it looks for a route, as Envoy Gateway configures it by default.
package enum GatewayAdmission: Sendable {
    case admitted(Request)
    /// The path has an escaped slash: the client is sent to the path without.
    case redirect(Response)

    /// Joins repeated slashes, resolves `.` and `..`, appends the peer to `x-forwarded-for`, sets `x-forwarded-proto` and
    /// gives the request an `x-request-id`. `requestID` is a fresh UUID; the client's own is kept only when the peer is
    /// inside, because one from outside could be forged.
    package init(_ request: Request, requestID: String) {
        var request = request
        let unescaped = Self.unescapingSlashes(request.path)
        if unescaped != request.path {
            // Put in order first, or `/%2fevil.example` would lead to another host.
            request.path = Self.normalized(unescaped)
            self = .redirect(Response(307, fields: ["location": request.target, "server": "envoy"]))
            return
        }
        request.path = Self.normalized(request.path)
        let isInside = request.remoteAddress.flatMap { IPAddress($0) }.map(Self.isInside) ?? true
        if let peer = request.remoteAddress {
            let earlier = request.fields.all("x-forwarded-for")
            request.fields["x-forwarded-for"] = earlier.isEmpty ? peer : (earlier + [peer]).joined(separator: ",")
        }
        request.fields["x-forwarded-proto"] = request.scheme
        if !isInside || request.fields["x-request-id"] == nil { request.fields["x-request-id"] = requestID }
        if isInside {
            self = .admitted(request)
            return
        }
        for field in request.fields where field.name.lowercased().hasPrefix("x-envoy-") {
            request.fields[field.name] = nil
        }
        request.fields["x-envoy-external-address"] = request.remoteAddress
        self = .admitted(request)
    }

    /// `/a//b/./c/../d` as `/a/b/d`; a path never leads above the root.
    static func normalized(_ path: String) -> String {
        let (slash, dot) = (UInt8(ascii: "/"), UInt8(ascii: "."))
        var (last, isNormal) = (UInt8(0), path.utf8.first == slash)
        for byte in path.utf8 {
            if last == slash, byte == slash || byte == dot { isNormal = false }
            last = byte
        }
        if isNormal { return path }
        var parts: [Substring] = []
        let all = path.split(separator: "/")
        for part in all {
            if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
        }
        let endsOpen = path.hasSuffix("/") || all.last == "." || all.last == ".."
        return "/" + parts.joined(separator: "/") + (endsOpen && !parts.isEmpty ? "/" : "")
    }

    private static func unescapingSlashes(_ path: String) -> String {
        if !path.utf8.contains(UInt8(ascii: "%")) { return path }
        var result = ""
        var rest = path[...]
        while let mark = rest.firstIndex(of: "%") {
            result += rest[..<mark]
            rest = rest[mark...]
            let escape = rest.prefix(3).lowercased()
            if escape == "%2f" || escape == "%5c" {
                result += escape == "%2f" ? "/" : "\\"
                rest = rest.dropFirst(3)
            } else {
                result += "%"
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }

    private static func isInside(_ address: IPAddress) -> Bool { insideBlocks.contains { $0.contains(address) } }

    private static let insideBlocks = [
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fd00::/8", "::1/128",
    ]
    .compactMap { CIDRBlock($0) }
}
