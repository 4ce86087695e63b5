package import Diagnostics

/// The way in from the internet: an AWS Application Load Balancer.
package struct LoadBalancer: Equatable, Sendable {
    package enum Scheme: String, Sendable, CaseIterable {
        case internetFacing = "internet-facing"
        case `internal`
    }

    package enum AddressType: String, Sendable, CaseIterable {
        case ipv4, dualstack
        case dualstackWithoutPublicIPv4 = "dualstack-without-public-ipv4"
    }

    package var hosts: [String]
    /// The name of a certificate that each environment gives an ARN for: the one for clients that name no host.
    package var certificate: String
    /// The names of others, of which each client gets the one for the host that it names.
    package var moreCertificates: [String]
    package var scheme: Scheme
    package var addressType: AddressType
    /// AWS's name for the versions and ciphers of TLS.
    package var sslPolicy: String
    /// Seconds that a connection may be silent.
    package var idleTimeout: Int
    /// Seconds in which a new target is given more and more requests; nil gives it its share at once.
    package var slowStart: Int?
    /// Seconds that a client stays with one target; nil lets every request go anywhere.
    package var stickiness: Int?
    package var healthCheck: HealthCheck
    /// Attributes of the load balancer, by AWS's names, which replace those that follow from the rest.
    package var attributes: [Workload.Setting]
    package var span: SourceSpan

    /// When a target is well: seconds, numbers of answers, and the codes that count.
    package struct HealthCheck: Equatable, Sendable {
        package var interval, timeout, healthy, unhealthy: Int
        /// `200`, `200-299`.
        package var codes: String

        package init(
            interval: Int = 10, timeout: Int = 5, healthy: Int = 2, unhealthy: Int = 2, codes: String = "200"
        ) {
            self.interval = interval
            self.timeout = timeout
            self.healthy = healthy
            self.unhealthy = unhealthy
            self.codes = codes
        }
    }

    package init(
        hosts: [String], certificate: String, moreCertificates: [String] = [], scheme: Scheme,
        addressType: AddressType = .ipv4, sslPolicy: String = usualSSLPolicy, idleTimeout: Int = usualIdleTimeout,
        slowStart: Int? = nil, stickiness: Int? = nil, healthCheck: HealthCheck = HealthCheck(),
        attributes: [Workload.Setting] = [], span: SourceSpan
    ) {
        self.hosts = hosts
        self.certificate = certificate
        self.moreCertificates = moreCertificates
        self.scheme = scheme
        self.addressType = addressType
        self.sslPolicy = sslPolicy
        self.idleTimeout = idleTimeout
        self.slowStart = slowStart
        self.stickiness = stickiness
        self.healthCheck = healthCheck
        self.attributes = attributes
        self.span = span
    }

    /// What AWS recommends: TLS 1.2 and 1.3, with key exchange that holds against quantum computers where the client can.
    package static let usualSSLPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
    /// Agents keep a stream of server-sent events open; a minute of silence must not end it.
    package static let usualIdleTimeout = 300

    /// The default certificate, then the others.
    package var certificates: [String] { [certificate] + moreCertificates }
}
