import HTTP

/// The parameters of a form that a client posted, each at most once (RFC 6749 3.2), but for `resource`.
struct Parameters: Sendable {
    private let form: Form

    init(_ form: Form) throws(OAuthError) {
        var seen: Set<String> = []
        for (name, _) in form.pairs where name != "resource" && !seen.insert(name).inserted {
            throw OAuthError(.invalidRequest, "the parameter '\(name)' is sent more than once")
        }
        self.form = form
    }

    /// An empty value counts as absent (RFC 6749 3.1).
    subscript(name: String) -> String? { form[name].flatMap { $0.isEmpty ? nil : $0 } }

    func required(_ name: String) throws(OAuthError) -> String {
        guard let value = self[name] else { throw OAuthError(.invalidRequest, "the parameter '\(name)' is missing") }
        return value
    }

    var resources: [String] { form.all("resource").filter { !$0.isEmpty } }
    var pairs: [(name: String, value: String)] { form.pairs }
}

/// Who posts to an endpoint for clients.
struct ClientAuthentication: Sendable {
    let server: AuthorizationServer

    /// A failure, and whether the client used HTTP authentication and must be answered in kind (RFC 6749 5.2).
    struct Failure: Error {
        var error: OAuthError
        var usedBasic: Bool
    }

    /// The client that `request` comes from, by `client_secret_basic`, `client_secret_post` or, for a public client, by
    /// its name alone.
    func client(of request: Request, _ parameters: Parameters) throws(Failure) -> RegisteredClient {
        if let value = request.fields["authorization"] {
            guard let credentials = Self.basic(value) else {
                throw Failure.basic("the Authorization header is not Basic")
            }
            guard parameters["client_secret"] == nil else {
                let error = OAuthError(.invalidRequest, "the client authenticates in two ways at once")
                throw Failure(error: error, usedBasic: true)
            }
            guard parameters["client_id"] == nil || parameters["client_id"] == credentials.id else {
                throw Failure.basic("'client_id' names another client than the Authorization header")
            }
            guard let client = server.client(credentials.id), let secret = client.secret,
                secret.matches(credentials.secret)
            else { throw Failure.basic("the client is unknown or its secret is wrong") }
            return client
        }
        guard let id = parameters["client_id"] else { throw Failure.post("the client does not say who it is") }
        guard let client = server.client(id) else {
            throw Failure.post("the client is unknown or its secret is wrong")
        }
        switch (client.secret, parameters["client_secret"]) {
        case (nil, nil): return client
        case (let secret?, let given?) where secret.matches(given): return client
        case (nil, _?), (_?, nil), (_?, _?): throw Failure.post("the client is unknown or its secret is wrong")
        }
    }

    /// Id and secret of a Basic header; both are form-encoded first (RFC 6749 2.3.1).
    private static func basic(_ value: String) -> (id: String, secret: String)? {
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "basic",
            let bytes = Base64.standard.decode(String(parts[1]).trimmingBlanks()),
            let text = String(validating: bytes, as: UTF8.self), let colon = text.firstIndex(of: ":")
        else { return nil }
        return (
            String(text[..<colon]).percentDecoded(plusIsBlank: true),
            String(text[text.index(after: colon)...]).percentDecoded(plusIsBlank: true)
        )
    }
}

extension ClientAuthentication.Failure {
    fileprivate static func basic(_ description: String) -> Self {
        Self(error: OAuthError(.invalidClient, description), usedBasic: true)
    }

    fileprivate static func post(_ description: String) -> Self {
        Self(error: OAuthError(.invalidClient, description), usedBasic: false)
    }
}
