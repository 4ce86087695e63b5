package import NIOSSL
import Synchronization

/// TLS contexts for single host names, each made when it is first asked for.
package final class LeafCertificates: Sendable {
    package let authority: LocalCertificateAuthority
    private let contexts = Mutex<[String: NIOSSLContext]>([:])

    package init(_ authority: LocalCertificateAuthority) { self.authority = authority }

    /// A context whose certificate names `hosts`.
    package func context(for hosts: [String]) throws -> NIOSSLContext {
        let key = hosts.joined(separator: " ").lowercased()
        return try contexts.withLock { contexts in
            if let known = contexts[key] { return known }
            let made = try authority.serverContext(for: hosts)
            contexts[key] = made
            return made
        }
    }
}
