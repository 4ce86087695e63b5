/// What the attributes of a load balancer change about requests, and what it refuses before it looks at a rule.
let attributeScenarios: [LoadBalancerCase] =
    LoadBalancerCase.scenario(
        "X-Forwarded-For is appended to", .forwardedFields, withAttributes(""),
        view: .forwarded(["x-forwarded-for", "x-forwarded-proto", "x-forwarded-port"]),
        """
        GET 80 h / => x:80 h / x-forwarded-for=198.51.100.7 x-forwarded-proto=http x-forwarded-port=80
        GET 80 h / x-forwarded-for:1.1.1.1 => x:80 h / x-forwarded-for=1.1.1.1, 198.51.100.7 x-forwarded-proto=http x-forwarded-port=80
        GET 80 h / x-forwarded-proto:https x-forwarded-port:443 => x:80 h / x-forwarded-for=198.51.100.7 x-forwarded-proto=http x-forwarded-port=80
        GET 443 h / => x:80 h / x-forwarded-for=198.51.100.7 x-forwarded-proto=https x-forwarded-port=443
        GET 8080 h / => x:80 h:8080 / x-forwarded-for=198.51.100.7 x-forwarded-proto=http x-forwarded-port=8080
        """)
    + LoadBalancerCase.scenario(
        "X-Forwarded-For is preserved", .forwardedFields,
        withAttributes("routing.http.xff_header_processing.mode=preserve"), view: .forwarded(["x-forwarded-for"]),
        """
        GET 80 h / => x:80 h / x-forwarded-for=-
        GET 80 h / x-forwarded-for:1.1.1.1 => x:80 h / x-forwarded-for=1.1.1.1
        """)
    + LoadBalancerCase.scenario(
        "X-Forwarded-For is removed", .forwardedFields,
        withAttributes("routing.http.xff_header_processing.mode=remove"),
        view: .forwarded(["x-forwarded-for", "x-forwarded-proto"]),
        "GET 80 h / x-forwarded-for:1.1.1.1 => x:80 h / x-forwarded-for=- x-forwarded-proto=http")
    + LoadBalancerCase.scenario(
        "with the client's port", .attributes, withAttributes("routing.http.xff_client_port.enabled=true"),
        view: .forwarded(["x-forwarded-for"]),
        """
        GET 80 h / => x:80 h / x-forwarded-for=198.51.100.7:40000
        GET 80 h / x-forwarded-for:1.1.1.1 => x:80 h / x-forwarded-for=1.1.1.1, 198.51.100.7:40000
        """)
    + LoadBalancerCase.scenario(
        "the client's port where nothing is appended", .attributes,
        withAttributes(
            "routing.http.xff_client_port.enabled=true,routing.http.xff_header_processing.mode=preserve"),
        view: .forwarded(["x-forwarded-for"]), "GET 80 h / x-forwarded-for:1.1.1.1 => x:80 h / x-forwarded-for=1.1.1.1")
    + LoadBalancerCase.scenario(
        "the version of TLS", .attributes,
        withAttributes("routing.http.x_amzn_tls_version_and_cipher_suite.enabled=true"),
        view: .forwarded(["x-amzn-tls-version"]),
        """
        GET 443 h / => x:80 h / x-amzn-tls-version=TLSv1.3
        GET 80 h / x-amzn-tls-version:TLSv1.0 => x:80 h / x-amzn-tls-version=-
        """)
    + LoadBalancerCase.scenario(
        "the version of TLS is not told unasked", .attributes, withAttributes(""),
        view: .forwarded(["x-amzn-tls-version"]), "GET 443 h / => x:80 h / x-amzn-tls-version=-")
    + LoadBalancerCase.scenario(
        "the Host goes on without a usual port and with any other", .attributes, withAttributes(""),
        view: .forwarded(["host"]),
        """
        GET 80 h:80 / => x:80 h / host=h
        GET 80 H.Example:1234 / => x:80 h.example / host=h.example
        GET 8080 h / => x:80 h:8080 / host=h:8080
        GET 8080 h:8080 / => x:80 h:8080 / host=h:8080
        """)
    + LoadBalancerCase.scenario(
        "the Host is preserved", .attributes, withAttributes("routing.http.preserve_host_header.enabled=true"),
        view: .forwarded(["host"]),
        """
        GET 80 H.example:1234 / host:H.example:1234 => x:80 H.example:1234 / host=H.example:1234
        GET 8080 h / host:h => x:80 h / host=h
        """)
    + LoadBalancerCase.scenario(
        "the trace", .tracing, withAttributes(""), view: .forwarded(["x-amzn-trace-id"]),
        """
        GET 80 h / => x:80 h / x-amzn-trace-id=Root=1-a-b
        GET 80 h / x-amzn-trace-id:Root=1-x-y => x:80 h / x-amzn-trace-id=Self=1-a-b;Root=1-x-y
        GET 80 h / x-amzn-trace-id:Root=1-x-y;Parent=2 => x:80 h / x-amzn-trace-id=Self=1-a-b;Root=1-x-y;Parent=2
        GET 80 h / x-amzn-trace-id:Self=1-q-r;Root=1-x-y => x:80 h / x-amzn-trace-id=Self=1-a-b;Root=1-x-y
        GET 80 h / x-amzn-trace-id:Sampled=1 => x:80 h / x-amzn-trace-id=Root=1-a-b;Sampled=1
        """)
    + LoadBalancerCase.scenario(
        "header names that are no names are let through", .attributes, withAttributes(""),
        view: .forwarded(["+agent", "x_y"]), "GET 80 h / +agent:world x_y:1 => x:80 h / +agent=world x_y=1")
    + LoadBalancerCase.scenario(
        "header names that are no names are dropped", .attributes,
        withAttributes("routing.http.drop_invalid_header_fields.enabled=true"),
        view: .forwarded(["+agent", "x_y", "x-y"]),
        "GET 80 h / +agent:world x_y:1 X-Y:2 => x:80 h / +agent=- x_y=- x-y=2")
    + LoadBalancerCase.scenario(
        "what is refused before any rule", .codes, withAttributes(""), view: .forwarded(),
        """
        GET 80 - / => 400
        TRACE 80 h / => 405
        POST 80 h / transfer-encoding:gzip => 501
        POST 80 h / transfer-encoding:chunked => x:80 h /
        POST 80 h / transfer-encoding:identity => x:80 h /
        GET 80 h / x-forwarded-for:\(addresses(30)) => x:80 h /
        GET 80 h / x-forwarded-for:\(addresses(31)) => 463
        GET 80 h / x-forwarded-for:\(addresses(16)) x-forwarded-for:\(addresses(15)) => 463
        """)
    + LoadBalancerCase.scenario(
        "desync, by default", .desync, withAttributes(""), view: .forwarded(),
        """
        POST 80 h / content-length:12a => 400
        POST 80 h / content-length:+1 => 400
        POST 80 h / content-length:1 content-length:2 => 400
        GET 80 h / x:a%0D%0Ab => 400
        GET 80 h / x:a%00b => 400
        POST 80 h / content-length:1 transfer-encoding:chunked => x:80 h /
        POST 80 h / content-length:1 content-length:1 => x:80 h /
        GET 80 h / content-length:5 => x:80 h /
        GET 80 h / content-length:0 => x:80 h /
        """)
    + LoadBalancerCase.scenario(
        "desync, strictest", .desync, withAttributes("routing.http.desync_mitigation_mode=strictest"),
        view: .forwarded(),
        """
        POST 80 h / content-length:12a => 400
        POST 80 h / content-length:1 transfer-encoding:chunked => 400
        POST 80 h / content-length:1 content-length:1 => 400
        GET 80 h / content-length:5 => 400
        GET 80 h / content-length:0 => 400
        GET 80 h / transfer-encoding:chunked => 400
        HEAD 80 h / transfer-encoding:chunked => 400
        GET 80 h / x:a%07b => 400
        POST 80 h / content-length:5 => x:80 h /
        POST 80 h / transfer-encoding:chunked => x:80 h /
        GET 80 h / x:a%09b => x:80 h /
        """)
    + LoadBalancerCase.scenario(
        "desync, only looked at", .desync, withAttributes("routing.http.desync_mitigation_mode=monitor"),
        view: .forwarded(),
        """
        POST 80 h / content-length:1 content-length:2 => x:80 h /
        GET 80 h / content-length:5 => x:80 h /
        """)

private func addresses(_ count: Int) -> String {
    (1...count).map { "10.0.0.\($0)" }.joined(separator: ",")
}

/// A load balancer with these attributes, on 80, 443 and 8080.
func withAttributes(_ attributes: String) -> String {
    albClass()
        + ingressText(
            "shop/a",
            annotations: [
                "listen-ports": #"[{"HTTP":80},{"HTTPS":443},{"HTTP":8080}]"#, "certificate-arn": "arn:a",
                "load-balancer-attributes": attributes,
            ], "-\nPrefix / -> x:80")
}
