package import HTTP

extension Request {
    /// The request as an ALB hands it to a target: `X-Forwarded-For` with the client appended, `X-Forwarded-Proto` and
    /// `X-Forwarded-Port` of the listener, and `X-Amzn-Trace-Id`.
    ///
    /// `traceID` is a fresh `1-<8 hex digits of the time>-<24 hex digits>`. It becomes the root of a request that has
    /// none, and the load balancer's own mark, `Self`, on one that has.
    /// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html.
    package func forwardedByLoadBalancer(
        from listener: LoadBalancer.Listener, _ attributes: LoadBalancerAttributes = .init(), traceID: String
    ) -> Request {
        var request = self
        switch attributes.forwardedFor {
        case .append:
            let chain = (fields.all("x-forwarded-for") + [client(attributes)]).filter { !$0.isEmpty }
            request.fields["X-Forwarded-For"] = chain.isEmpty ? nil : chain.joined(separator: ", ")
        case .preserve: break
        case .remove: request.fields["X-Forwarded-For"] = nil
        }
        if !attributes.preservesHost {
            let usual = listener.port == 80 || listener.port == 443
            request.authority = usual ? host : "\(host):\(port ?? listener.port)"
            request.fields["host"] = request.authority
        }
        if attributes.writesTLSFields {
            // The cipher suite is not known here.
            request.fields[listener.attributes.tlsVersionField] = connection?.tlsVersion
        }
        request.fields["X-Forwarded-Proto"] = listener.protocol.scheme
        request.fields["X-Forwarded-Port"] = "\(listener.port)"
        request.fields["X-Amzn-Trace-Id"] = Self.trace(fields["x-amzn-trace-id"], traceID: traceID)
        return request
    }

    /// The client as it is appended to `X-Forwarded-For`.
    private func client(_ attributes: LoadBalancerAttributes) -> String {
        guard let address = remoteAddress else { return "" }
        guard attributes.writesClientPort, let port = connection?.remotePort else { return address }
        return address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
    }

    private static func trace(_ old: String?, traceID: String) -> String {
        guard let old else { return "Root=" + traceID }
        let parts = old.split(separator: ";").map { String($0).trimmingBlanks() }.filter { !$0.isEmpty }
        guard parts.contains(where: { $0.hasPrefix("Root=") }) else {
            return (["Root=\(traceID)"] + parts.filter { !$0.hasPrefix("Self=") }).joined(separator: ";")
        }
        return (["Self=\(traceID)"] + parts.filter { !$0.hasPrefix("Self=") }).joined(separator: ";")
    }
}
