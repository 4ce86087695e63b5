package import HTTP
package import Kubernetes

/// What Envoy's CORS filter does, which stands before the check of tokens: a browser's question is answered without one.
/// https://gateway.envoyproxy.io/docs/tasks/security/cors/.
extension SecurityPolicy.CORS {
    /// The answer to a browser's question whether it may send a request; nil for every other request, and for an origin
    /// that is not allowed, which then goes on like any other.
    package func preflight(_ request: Request) -> Response? {
        guard request.method == .options, let origin = allowedOrigin(of: request),
            request.fields["access-control-request-method"] != nil
        else { return nil }
        var response = Response(200, fields: ["access-control-allow-origin": origin, "server": "envoy"])
        if allowCredentials == true { response.fields["access-control-allow-credentials"] = "true" }
        for (name, values) in [
            ("access-control-allow-methods", allowMethods), ("access-control-allow-headers", allowHeaders),
        ] where !values.isEmpty {
            response.fields[name] = values.joined(separator: ", ")
        }
        if let seconds = maxAge.flatMap(gatewayDuration)?.components.seconds {
            response.fields["access-control-max-age"] = "\(seconds)"
        }
        return response
    }

    /// A response with the fields that let the page of an allowed origin read it.
    package func finished(_ response: Response, for request: Request) -> Response {
        guard let origin = allowedOrigin(of: request) else { return response }
        var response = response
        response.fields["access-control-allow-origin"] = origin
        if allowCredentials == true { response.fields["access-control-allow-credentials"] = "true" }
        if !exposeHeaders.isEmpty {
            response.fields["access-control-expose-headers"] = exposeHeaders.joined(separator: ", ")
        }
        return response
    }

    private func allowedOrigin(of request: Request) -> String? {
        guard let origin = request.fields["origin"] else { return nil }
        return allowOrigins.contains { GlobPattern($0).matches(origin) } ? origin : nil
    }
}
