import Foundation
import HTTP
import Serving

/// What stands after the `?` of a server's URL, in the words of each server's own drivers.
///
/// PostgreSQL: `sslmode`, `sslrootcert`. Redis: `ssl_cert_reqs`, `ssl_ca_certs`. MongoDB: `tls` or `ssl`, `tlsCAFile`,
/// `tlsInsecure`, `tlsAllowInvalidCertificates`, `authSource`. Options of drivers that say nothing about the connection
/// are passed over.
struct SwapOptions {
    var authSource: String?
    private var isTLS = false
    private var verifies = true
    private var authority: String?
    private var kind: SwapTarget.Kind

    private static let harmless: Set<String> = [
        "application_name", "connect_timeout", "options", "fallback_application_name", "retrywrites", "retryreads", "w",
        "appname", "directconnection", "maxpoolsize", "minpoolsize", "connecttimeoutms", "sockettimeoutms",
        "serverselectiontimeoutms", "protocol", "client_name", "socket_timeout", "db",
    ]

    /// - Throws: `UnusableSwapTarget` for an option that is not understood.
    init(url: String, kind: SwapTarget.Kind, scheme: String) throws {
        self.kind = kind
        isTLS = scheme == "rediss"
        guard let mark = url.firstIndex(of: "?"), kind != .http else { return }
        for pair in url[url.index(after: mark)...].prefix(while: { $0 != "#" }).split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1).map { String($0).percentDecoded() }
            try take(sides[0], sides.count > 1 ? sides[1] : "", url)
        }
    }

    private mutating func take(_ name: String, _ value: String, _ url: String) throws {
        switch (kind, name) {
        case (.postgres, "sslmode"):
            guard ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"].contains(value) else {
                throw UnusableSwapTarget(url: url, reason: "'\(value)' is no sslmode")
            }
            isTLS = ["require", "verify-ca", "verify-full"].contains(value)
            // 'require' asks for TLS and not for a proof.
            if value == "require" { verifies = false }
        case (.postgres, "sslrootcert"), (.redis, "ssl_ca_certs"), (.mongo, "tlsCAFile"): authority = value
        case (.redis, "ssl_cert_reqs"): verifies = value != "none"
        case (.mongo, "tls"), (.mongo, "ssl"): isTLS = value == "true"
        case (.mongo, "tlsInsecure"), (.mongo, "tlsAllowInvalidCertificates"):
            if value == "true" { verifies = false }
        case (.mongo, "authSource"): authSource = value
        default:
            if Self.harmless.contains(name.lowercased()) { return }
            throw UnusableSwapTarget(url: url, reason: "the option '\(name)' is not understood")
        }
    }

    /// - Throws: `UnusableSwapTarget` when the authority's certificates cannot be read.
    func tls(host: String) throws -> ClientTLS? {
        if !isTLS { return nil }
        do {
            return try ClientTLS(
                host: host, verifies: verifies || kind == .postgres && authority != nil, authority: authority,
                beginning: kind == .postgres ? .afterRequest : .atOnce)
        } catch {
            throw UnusableSwapTarget(url: host, reason: "the certificates cannot be used: \(error)")
        }
    }
}
