import Crypto
import Foundation
import NIOCore
package import NIOSSL
import SwiftASN1
import X509

/// A certificate authority for one desk: it signs the names that this machine plays, and nobody else trusts it.
///
/// The key and the certificate live in two PEM files, so that a browser or `curl --cacert` that was told to trust it
/// still does after a restart.
package struct LocalCertificateAuthority: Sendable {
    /// For `curl --cacert`, `REQUESTS_CA_BUNDLE` and the like.
    package let certificatePEM: String
    private let certificate: Certificate
    private let key: P256.Signing.PrivateKey

    /// A new authority, valid for ten years from now.
    package init(commonName: String = "Orrery local CA") throws {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName(commonName) }
        let now = Date()
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey),
            notValidBefore: now.addingTimeInterval(-3600), notValidAfter: now.addingTimeInterval(10 * 365 * 86_400),
            issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: .init(key.publicKey))
            },
            issuerPrivateKey: .init(key))
        try self.init(certificate: certificate, key: key)
    }

    /// The authority in the folder `path`, made and written there the first time. The key file is readable by its
    /// owner alone.
    package static func stored(in path: String) throws -> LocalCertificateAuthority {
        let certificatePath = path + "/ca.pem"
        let keyPath = path + "/ca-key.pem"
        if let certificatePEM = try? String(contentsOfFile: certificatePath, encoding: .utf8),
            let keyPEM = try? String(contentsOfFile: keyPath, encoding: .utf8),
            let certificate = try? Certificate(pemEncoded: certificatePEM), certificate.notValidAfter > Date(),
            let key = try? P256.Signing.PrivateKey(pemRepresentation: keyPEM)
        {
            return try LocalCertificateAuthority(certificate: certificate, key: key)
        }
        let authority = try LocalCertificateAuthority()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let written = FileManager.default.createFile(
            atPath: keyPath, contents: Data(authority.key.pemRepresentation.utf8),
            attributes: [.posixPermissions: 0o600])
        if !written { throw CocoaError(.fileWriteUnknown) }
        try Data(authority.certificatePEM.utf8).write(to: URL(fileURLWithPath: certificatePath), options: .atomic)
        return authority
    }

    private init(certificate: Certificate, key: P256.Signing.PrivateKey) throws {
        self.certificate = certificate
        self.key = key
        certificatePEM = try certificate.serializeAsPEM().pemString + "\n"
    }

    /// A certificate with its chain and its key, as TLS takes them.
    private struct Leaf: Sendable {
        var chain: [NIOSSLCertificateSource]
        var key: NIOSSLPrivateKeySource
    }

    /// A TLS context for servers that answer to `hosts`: host names, `*.` wildcards and IPv4 addresses.
    ///
    /// - Parameter protocols: what is offered by ALPN, the best first.
    package func serverContext(for hosts: [String], protocols: [String] = ["http/1.1"]) throws -> NIOSSLContext {
        try NIOSSLContext(configuration: configuration(try leaf(for: hosts), protocols))
    }

    /// A TLS context with a certificate of its own for each of `names`, chosen by the name that the client says (SNI),
    /// as an ALB chooses among its certificates. The one for `others` is shown to who says no name or another one.
    package func serverContext(
        forEach names: [String], others: [String], protocols: [String] = ["http/1.1"]
    ) throws -> NIOSSLContext {
        var leaves: [String: Leaf] = [:]
        for name in names { leaves[name.lowercased()] = try leaf(for: [name]) }
        var configuration = configuration(try leaf(for: others), protocols)
        configuration.sslContextCallback = { [leaves] hello, promise in
            var choice = NIOSSLContextConfigurationOverride.noChanges
            if let name = hello.serverHostname?.lowercased() {
                let wildcard = name.firstIndex(of: ".").map { "*" + name[$0...] }
                if let leaf = leaves[name] ?? wildcard.flatMap({ leaves[$0] }) {
                    choice.certificateChain = leaf.chain
                    choice.privateKey = leaf.key
                }
            }
            promise.succeed(choice)
        }
        return try NIOSSLContext(configuration: configuration)
    }

    private func configuration(_ leaf: Leaf, _ protocols: [String]) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: leaf.chain, privateKey: leaf.key)
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = protocols
        return configuration
    }

    private func leaf(for hosts: [String]) throws -> Leaf {
        let leafKey = P256.Signing.PrivateKey()
        let now = Date()
        let names = try hosts.map { host throws -> GeneralName in
            let octets = host.split(separator: ".").compactMap { UInt8($0) }
            return octets.count == 4 ? .ipAddress(ASN1OctetString(contentBytes: octets[...])) : .dnsName(host)
        }
        let leaf = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(leafKey.publicKey),
            notValidBefore: now.addingTimeInterval(-3600), notValidAfter: now.addingTimeInterval(397 * 86_400),
            issuer: certificate.subject, subject: try DistinguishedName { CommonName(hosts.first ?? "localhost") },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(names)
                AuthorityKeyIdentifier(keyIdentifier: SubjectKeyIdentifier(hash: certificate.publicKey).keyIdentifier)
            },
            issuerPrivateKey: .init(key))
        let chain = try [leaf, certificate].map {
            NIOSSLCertificateSource.certificate(
                try NIOSSLCertificate(bytes: Array($0.serializeAsPEM().pemString.utf8), format: .pem))
        }
        let key = try NIOSSLPrivateKey(bytes: Array(leafKey.pemRepresentation.utf8), format: .pem)
        return Leaf(chain: chain, key: .privateKey(key))
    }
}
