package import HTTP

/// The attributes of a listener that change the header fields of what passes it.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html
package struct ListenerAttributes: Equatable, Sendable {
    /// Fields that every response has with this value, whatever the target says.
    package private(set) var responseFields: [Field] = []
    /// Whether responses of the load balancer itself name it.
    package private(set) var namesServer = true
    /// The field that tells targets the version of TLS.
    package private(set) var tlsVersionField = "X-Amzn-Tls-Version"

    package struct Field: Equatable, Sendable {
        package var name: String
        package var value: String
    }

    package init() {}

    /// What `pairs` say.
    ///
    /// - Returns: nil when all of them were understood, else the first that means nothing.
    package mutating func set(_ pairs: [(name: String, value: String)]) -> (name: String, value: String)? {
        for pair in pairs {
            if let name = Self.responseNames[pair.name] {
                responseFields.removeAll { $0.name == name }
                // Without a value the field is left to the target.
                if !pair.value.isEmpty { responseFields.append(Field(name: name, value: pair.value)) }
            } else if pair.name == "routing.http.response.server.enabled" {
                guard let flag = ["true": true, "false": false][pair.value] else { return pair }
                namesServer = flag
            } else if pair.name == "routing.http.request.x_amzn_tls_version.header_name" {
                if pair.value.isEmpty { return pair }
                tlsVersionField = pair.value
            } else if !Self.withoutEffect.contains(pair.name) {
                return pair
            }
        }
        return nil
    }

    /// `response` as it leaves the listener.
    package func applied(to response: Response) -> Response {
        if responseFields.isEmpty && namesServer { return response }
        var response = response
        for field in responseFields { response.fields[field.name] = field.value }
        if !namesServer, response.fields["server"] == LoadBalancerResponse.server { response.fields["server"] = nil }
        return response
    }

    private static let responseNames: [String: String] = Dictionary(
        uniqueKeysWithValues: [
            "Strict-Transport-Security", "Access-Control-Allow-Origin", "Access-Control-Allow-Methods",
            "Access-Control-Allow-Headers", "Access-Control-Allow-Credentials", "Access-Control-Expose-Headers",
            "Access-Control-Max-Age", "Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options",
        ].map { ("routing.http.response.\($0.lowercased().replacing("-", with: "_")).header_value", $0) })

    /// The names of fields that are not written here: of the client's certificate and the cipher suite.
    private static let withoutEffect: Set<String> = Set(
        [
            "x_amzn_tls_cipher_suite", "x_amzn_mtls_clientcert_serial_number", "x_amzn_mtls_clientcert_issuer",
            "x_amzn_mtls_clientcert_subject", "x_amzn_mtls_clientcert_validity", "x_amzn_mtls_clientcert_leaf",
            "x_amzn_mtls_clientcert",
        ].map { "routing.http.request.\($0).header_name" })
}
