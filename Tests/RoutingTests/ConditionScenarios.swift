/// `conditions.*` and `actions.*`.
let conditionScenarios: [LoadBalancerCase] =
    LoadBalancerCase.scenario(
        "a header", .conditionAnnotations,
        withCondition(
            #"[{"field":"http-header","httpHeaderConfig":{"httpHeaderName":"X-Tier","values":["gold","plat*"]}}]"#),
        """
        GET 80 h /api X-Tier:gold => api:80
        GET 80 h /api x-tier:GOLD => api:80
        GET 80 h /api x-tier:platinum => api:80
        GET 80 h /api x-tier:silver x-tier:gold => api:80
        GET 80 h /api x-tier:silver => 404
        GET 80 h /api => 404
        GET 80 h /other x-tier:gold => 404
        """)
    + LoadBalancerCase.scenario(
        "a method", .conditionAnnotations,
        withCondition(#"[{"field":"http-request-method","httpRequestMethodConfig":{"values":["GET","HEAD"]}}]"#),
        """
        GET 80 h /api => api:80
        HEAD 80 h /api => api:80
        POST 80 h /api => 404
        get 80 h /api => 404
        """)
    + LoadBalancerCase.scenario(
        "the query", .conditionAnnotations,
        withCondition(
            #"[{"field":"query-string","queryStringConfig":{"values":[{"key":"version","value":"v1"},{"value":"*beta*"}]}}]"#
        ),
        """
        GET 80 h /api?version=v1 => api:80
        GET 80 h /api?a=b&VERSION=V1 => api:80
        GET 80 h /api?version=v2 => 404
        GET 80 h /api?x=my-beta-2 => api:80
        GET 80 h /api => 404
        """)
    + LoadBalancerCase.scenario(
        "the client's address (198.51.100.7)", .conditionAnnotations,
        withCondition(#"[{"field":"source-ip","sourceIPConfig":{"values":["198.51.100.0/24","2001:db8::/32"]}}]"#),
        "GET 80 h /api => api:80")
    + LoadBalancerCase.scenario(
        "another address", .conditionAnnotations,
        withCondition(#"[{"field":"source-ip","sourceIPConfig":{"values":["10.0.0.0/8"]}}]"#),
        "GET 80 h /api => 404")
    + LoadBalancerCase.scenario(
        "more hosts and paths are alternatives", .conditionAnnotations,
        withCondition(
            #"[{"field":"host-header","hostHeaderConfig":{"values":["b.example"]}},{"field":"path-pattern","pathPatternConfig":{"values":["/v2/*"]}}]"#,
            host: "a.example", path: "Exact /api"),
        """
        GET 80 a.example /api => api:80
        GET 80 b.example /api => api:80
        GET 80 b.example /v2/x => api:80
        GET 80 c.example /api => 404
        GET 80 a.example /v3/x => 404
        """)
    + LoadBalancerCase.scenario(
        "two conditions both hold", .conditionAnnotations,
        withCondition(
            #"[{"field":"http-header","httpHeaderConfig":{"httpHeaderName":"a","values":["1"]}},{"field":"http-header","httpHeaderConfig":{"httpHeaderName":"b","regexValues":["^2+$"]}}]"#
        ),
        """
        GET 80 h /api a:1 b:22 => api:80
        GET 80 h /api a:1 b:3 => 404
        GET 80 h /api b:2 => 404
        """)

private func withCondition(_ json: String, host: String = "-", path: String = "Prefix /api") -> String {
    albClass() + ingressText("shop/a", annotations: ["conditions.api": json], "\(host)\n\(path) -> api:80")
}

let actionScenarios: [LoadBalancerCase] =
    LoadBalancerCase.scenario(
        "a redirect with every placeholder", .actionAnnotations,
        withAction(
            ##"{"type":"redirect","redirectConfig":{"protocol":"HTTPS","host":"www.#{host}","port":"443","path":"/new/#{path}","query":"#{query}&from=#{port}","statusCode":"HTTP_301"}}"##
        ),
        """
        GET 80 h.example /go/a?b=1 => 301 https://www.h.example:443/new/go/a?b=1&from=80
        GET 80 h.example /go => 301 https://www.h.example:443/new/go?&from=80
        """)
    + LoadBalancerCase.scenario(
        "what a redirect does not name stays", .actionAnnotations,
        withAction(#"{"type":"redirect","redirectConfig":{"host":"other.example","statusCode":"HTTP_302"}}"#),
        """
        GET 80 h /go/a?b=1 => 302 http://other.example:80/go/a?b=1
        GET 80 h /go => 302 http://other.example:80/go
        GET 80 h /go?x=#{host} => 302 http://other.example:80/go?x=#{host}
        """)
    + LoadBalancerCase.scenario(
        "a redirect to a new path without query", .actionAnnotations,
        withAction(#"{"type":"redirect","redirectConfig":{"path":"/gone","query":"","statusCode":"HTTP_302"}}"#),
        "GET 80 h /go?x=1 => 302 http://h:80/gone")
    + LoadBalancerCase.scenario(
        "a fixed response", .actionAnnotations,
        withAction(
            #"{"type":"fixed-response","fixedResponseConfig":{"contentType":"application/json","statusCode":"410","messageBody":"{}"}}"#
        ),
        """
        GET 80 h /go => 410
        GET 80 h /gone => 404
        """)
    + LoadBalancerCase.scenario(
        "a weighted forward", .actionAnnotations,
        withAction(
            #"{"type":"forward","forwardConfig":{"targetGroups":[{"serviceName":"a","servicePort":"80","weight":90},{"serviceName":"b","servicePort":"http","weight":10},{"targetGroupARN":"arn:aws:x","weight":0}]}}"#
        ),
        "GET 80 h /go => a:80 b:http arn:aws:x")
    + LoadBalancerCase.scenario(
        "a forward to one target group", .actionAnnotations,
        withAction(#"{"type":"forward","targetGroupARN":"arn:aws:tg"}"#),
        "GET 80 h /go => arn:aws:tg")
    + LoadBalancerCase.scenario(
        "an annotation that is not there", .actionAnnotations,
        albClass() + ingressText("shop/a", "-\nPrefix /go -> act:use-annotation"),
        "GET 80 h /go => 503")
    + LoadBalancerCase.scenario(
        "a redirect that leads back to itself is left out", .actionAnnotations,
        albClass()
            + ingressText(
                "shop/a",
                annotations: ["actions.act": #"{"type":"redirect","redirectConfig":{"statusCode":"HTTP_301"}}"#],
                "-\nPrefix / -> act:use-annotation\nPrefix /api -> api:80"),
        """
        GET 80 h /api => api:80
        GET 80 h /x => 404
        """)

private func withAction(_ json: String) -> String {
    albClass() + ingressText("shop/a", annotations: ["actions.act": json], "-\nPrefix /go -> act:use-annotation")
}

let listenerScenarios: [LoadBalancerCase] =
    LoadBalancerCase.scenario(
        "both ports serve the same without a redirect", .listeners,
        albClass()
            + ingressText(
                "shop/a",
                annotations: ["listen-ports": #"[{"HTTP": 80}, {"HTTPS": 443}]"#, "certificate-arn": "arn:a"],
                "h\nPrefix /x -> x:80"),
        """
        GET 80 h /x => x:80
        GET 443 h /x => x:80
        GET 443 h /y => 404
        GET 8080 h /x => nothing
        """)
    + LoadBalancerCase.scenario(
        "ssl-redirect leaves HTTP nothing else to do", .listeners,
        albClass()
            + ingressText(
                "shop/a",
                annotations: [
                    "listen-ports": #"[{"HTTP":80},{"HTTPS":443}]"#, "ssl-redirect": "443", "certificate-arn": "arn:a",
                ],
                "h\nPrefix /x -> x:80"),
        """
        GET 80 h /x?q=1 => 301 https://h:443/x?q=1
        GET 80 unknown.example / => 301 https://unknown.example:443/
        GET 80 h:80 /x => 301 https://h:443/x
        GET 443 h /x => x:80
        """)
    + LoadBalancerCase.scenario(
        "the class says listeners, certificate and redirect", .listeners,
        albClass(
            params:
                "listeners:\n- { protocol: HTTP, port: 80 }\n- { protocol: HTTPS, port: 443 }\ncertificateArn: [arn:a]\nsslRedirectPort: '443'\nscheme: internet-facing"
        )
            + ingressText("shop/a", annotations: ["listen-ports": #"[{"HTTP":8080}]"#], "h\nPrefix / -> x:80"),
        """
        GET 80 h /x => 301 https://h:443/x
        GET 443 h /x => x:80
        GET 8080 h /x => nothing
        """)
    + LoadBalancerCase.scenario(
        "a certificate alone means HTTPS", .listeners,
        albClass() + ingressText("shop/a", annotations: ["certificate-arn": "arn:a, arn:b"], "h\nPrefix / -> x:80"),
        """
        GET 443 h / => x:80
        GET 80 h / => nothing
        """)
    + LoadBalancerCase.scenario(
        "members of a group serve only their own ports", .listeners,
        albClass()
            + ingressText(
                "shop/a", annotations: ["group.name": "g", "listen-ports": #"[{"HTTP":80}]"#], "-\nPrefix /a -> a:80")
            + ingressText(
                "shop/b", annotations: ["group.name": "g", "listen-ports": #"[{"HTTP":8080}]"#], "-\nPrefix /b -> b:80"),
        """
        GET 80 h /a => a:80
        GET 80 h /b => 404
        GET 8080 h /b => b:80
        GET 8080 h /a => 404
        """)
    + LoadBalancerCase.scenario(
        "a default backend", .listeners,
        albClass()
            + ingressText(
                "shop/a", extra: "defaultBackend: { service: { name: rest, port: { number: 80 } } }",
                "-\nPrefix /a -> a:80"),
        """
        GET 80 h /a => a:80
        GET 80 h /b => rest:80
        """)
