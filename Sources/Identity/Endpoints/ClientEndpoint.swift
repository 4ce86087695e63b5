import HTTP
import JSONTree

/// What the endpoints that clients post forms to have in common: reading, authentication, and the form of errors.
struct ClientEndpoint: Sendable {
    let server: AuthorizationServer

    /// Reads and authenticates `request`, and answers with what `body` makes, or with the error.
    func answer(
        _ request: Request, _ body: (RegisteredClient, Parameters) throws(OAuthError) -> JSON?
    ) -> Response {
        let type = request.fields["content-type"]?.prefix { $0 != ";" } ?? ""
        guard String(type).trimmingBlanks().lowercased() == "application/x-www-form-urlencoded" else {
            return Self.response(OAuthError(.invalidRequest, "the body must be application/x-www-form-urlencoded"))
        }
        do {
            let parameters = try Parameters(request.bodyForm)
            let client: RegisteredClient
            do {
                client = try ClientAuthentication(server: server).client(of: request, parameters)
            } catch {
                return Self.response(error.error, usedBasic: error.usedBasic)
            }
            guard let document = try body(client, parameters) else { return Response(.ok) }
            return .json(document)
        } catch {
            return Self.response(error)
        }
    }

    /// RFC 6749 5.2.
    static func response(_ error: OAuthError, usedBasic: Bool = false) -> Response {
        let document: JSON = [
            "error": .string(error.code.rawValue), "error_description": .string(error.description),
        ]
        let status: Status =
            switch error.code {
            case .invalidClient: .unauthorized
            case .serverError: .internalServerError
            case .accessDenied, .invalidGrant, .invalidRequest, .invalidScope, .invalidTarget, .loginRequired,
                .requestNotSupported, .requestURINotSupported, .unauthorizedClient, .unsupportedGrantType,
                .unsupportedResponseType:
                .badRequest
            }
        var response = Response.json(document, status)
        if status == .unauthorized, usedBasic {
            response.fields["www-authenticate"] = "Basic realm=\"oauth\", charset=\"UTF-8\""
        }
        return response
    }
}
