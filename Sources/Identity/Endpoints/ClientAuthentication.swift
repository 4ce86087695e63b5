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
            return try basicClient(value, parameters)
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

    private func basicClient(_ header: String, _ parameters: Parameters) throws(Failure) -> RegisteredClient {
        guard let (id, secret) = Self.basic(header) else {
            throw Failure.basic("the Authorization header is not Basic")
        }
        guard parameters["client_secret"] == nil else {
            let error = OAuthError(.invalidRequest, "the client authenticates in two ways at once")
            throw Failure(error: error, usedBasic: true)
        }
        // RFC 6749 2.3.1 has both form-encoded first; most client libraries send them as they are.
        for (id, secret) in [(Self.formDecoded(id), Self.formDecoded(secret)), (id, secret)] {
            guard let client = server.client(id), client.secret?.matches(secret) ?? false else { continue }
            guard parameters["client_id"] ?? id == id else {
                throw Failure.basic("'client_id' names another client than the Authorization header")
            }
            return client
        }
        throw Failure.basic("the client is unknown or its secret is wrong")
    }

    private static func formDecoded(_ text: String) -> String { text.percentDecoded(plusIsBlank: true) }

    /// Id and secret of a Basic header as they stand there, in UTF-8 or, from older clients, in Latin-1.
    private static func basic(_ value: String) -> (id: String, secret: String)? {
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "basic",
            let bytes = Base64.standard.decode(String(parts[1]).trimmingBlanks())
        else { return nil }
        let text =
            String(validating: bytes, as: UTF8.self)
            ?? bytes.map { String(UnicodeScalar($0)) }.joined()
        guard let colon = text.firstIndex(of: ":") else { return nil }
        return (String(text[..<colon]), String(text[text.index(after: colon)...]))
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
