import Kubernetes

/// The attributes of an ALB that change what happens to a request.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html.
package struct LoadBalancerAttributes: Equatable, Sendable {
    /// What becomes of the client's `X-Forwarded-For`.
    package enum ForwardedForMode: String, Sendable {
        case append, preserve, remove
    }

    /// Which requests are blocked that another server could read in another way.
    package enum DesyncMitigation: String, Sendable {
        case monitor, defensive, strictest
    }

    package var idleTimeout: Duration = .seconds(60)
    package var offersHTTP2 = true
    package var dropsInvalidFields = false
    package var preservesHost = false
    package var writesTLSFields = false
    package var writesClientPort = false
    package var forwardedFor: ForwardedForMode = .append
    package var desyncMitigation: DesyncMitigation = .defensive

    package init() {}

    /// What `pairs` say, each against its default; what is none of these is about other things than a request.
    ///
    /// - Returns: nil for the pairs when all of them were understood, else the first whose value has no meaning.
    package mutating func set(_ pairs: [(name: String, value: String)]) -> (name: String, value: String)? {
        for pair in pairs {
            guard let set = Self.settings[pair.name] else { continue }
            if !set(&self, pair.value) { return pair }
        }
        return nil
    }

    private typealias Setting = @Sendable (inout LoadBalancerAttributes, String) -> Bool

    private static let settings: [String: Setting] = [
        "idle_timeout.timeout_seconds": { attributes, text in
            guard let seconds = Int(text), (1...4000).contains(seconds) else { return false }
            attributes.idleTimeout = .seconds(seconds)
            return true
        },
        "routing.http2.enabled": flag(\.offersHTTP2),
        "routing.http.drop_invalid_header_fields.enabled": flag(\.dropsInvalidFields),
        "routing.http.preserve_host_header.enabled": flag(\.preservesHost),
        "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": flag(\.writesTLSFields),
        "routing.http.xff_client_port.enabled": flag(\.writesClientPort),
        "routing.http.xff_header_processing.mode": { attributes, text in
            guard let mode = ForwardedForMode(rawValue: text) else { return false }
            attributes.forwardedFor = mode
            return true
        },
        "routing.http.desync_mitigation_mode": { attributes, text in
            guard let mode = DesyncMitigation(rawValue: text) else { return false }
            attributes.desyncMitigation = mode
            return true
        },
    ]

    private static func flag(
        _ path: any WritableKeyPath<LoadBalancerAttributes, Bool> & Sendable
    ) -> Setting {
        { attributes, text in
            guard let value = ["true": true, "false": false][text] else { return false }
            attributes[keyPath: path] = value
            return true
        }
    }
}
