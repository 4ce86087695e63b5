/// `transforms.*`, which change a request after its rule was found, and the rewrites of HTTPRoutes.
let transformScenarios: [LoadBalancerCase] =
    LoadBalancerCase.scenario(
        "a prefix is taken off", .transforms,
        withTransform(
            #"[{"type":"url-rewrite","urlRewriteConfig":{"rewrites":[{"regex":"^/api/(.+)$","replace":"/$1"}]}}]"#),
        view: .forwarded(),
        """
        GET 80 h /api/users => api:80 h /users
        GET 80 h /api/users/7?x=1 => api:80 h /users/7?x=1
        GET 80 h /api/ => api:80 h /api/
        GET 80 h /api => api:80 h /api
        GET 80 h /other => 404
        """)
    + LoadBalancerCase.scenario(
        "the query is part of the URL", .ruleTransforms,
        withTransform(
            ##"[{"type":"url-rewrite","urlRewriteConfig":{"rewrites":[{"regex":"^/api/([a-z]+)/([0-9]+)(.*)$","replace":"/$1?id=$2&rest=$3"}]}}]"##
        ),
        view: .forwarded(),
        """
        GET 80 h /api/item/12 => api:80 h /item?id=12&rest=
        GET 80 h /api/item/12?a=b => api:80 h /item?id=12&rest=?a=b
        GET 80 h /api/Item/12 => api:80 h /api/Item/12
        """)
    + LoadBalancerCase.scenario(
        "a rewrite in the middle", .ruleTransforms,
        withTransform(
            #"[{"type":"url-rewrite","urlRewriteConfig":{"rewrites":[{"regex":"/v1/","replace":"/v2/"}]}}]"#),
        view: .forwarded(),
        """
        GET 80 h /api/v1/x => api:80 h /api/v2/x
        GET 80 h /api/v1/x?u=/v1/y => api:80 h /api/v2/x?u=/v1/y
        """)
    + LoadBalancerCase.scenario(
        "a dollar sign, and a group that takes no part", .ruleTransforms,
        withTransform(
            #"[{"type":"url-rewrite","urlRewriteConfig":{"rewrites":[{"regex":"^/api/(a)?(b)?$","replace":"/$$-$1-$2"}]}}]"#
        ),
        view: .forwarded(),
        """
        GET 80 h /api/ab => api:80 h /$-a-b
        GET 80 h /api/b => api:80 h /$--b
        """)
    + LoadBalancerCase.scenario(
        "what is no URL fails", .ruleTransforms,
        withTransform(
            #"[{"type":"url-rewrite","urlRewriteConfig":{"rewrites":[{"regex":"^/api/x(.*)$","replace":"nowhere$1"}]}}]"#
        ),
        view: .forwarded(),
        """
        GET 80 h /api/x => 500
        GET 80 h /api/y => api:80 h /api/y
        """)
    + LoadBalancerCase.scenario(
        "a group that is not there fails", .ruleTransforms,
        withTransform(
            #"[{"type":"url-rewrite","urlRewriteConfig":{"rewrites":[{"regex":"^/api/(.*)$","replace":"/$2"}]}}]"#),
        view: .forwarded(), "GET 80 h /api/x => 500")
    + LoadBalancerCase.scenario(
        "the host is rewritten", .transforms,
        withTransform(
            #"[{"type":"host-header-rewrite","hostHeaderRewriteConfig":{"rewrites":[{"regex":"^(.+)\\.example\\.com$","replace":"$1.example.org"}]}}]"#
        ),
        view: .forwarded(["host"]),
        """
        GET 80 api.example.com /api host:api.example.com => api:80 api.example.org /api host=api.example.org
        GET 80 API.example.com:80 /api host:API.example.com:80 => api:80 api.example.org /api host=api.example.org
        GET 80 other.net /api host:other.net => api:80 other.net /api host=other.net
        """)
    + LoadBalancerCase.scenario(
        "both at once", .ruleTransforms,
        withTransform(
            #"[{"type":"host-header-rewrite","hostHeaderRewriteConfig":{"rewrites":[{"regex":".*","replace":"inner"}]}},{"type":"url-rewrite","urlRewriteConfig":{"rewrites":[{"regex":"^/api","replace":""}]}}]"#
        ),
        view: .forwarded(),
        """
        GET 80 h /api/x => api:80 inner /x
        GET 80 h /api => 500
        """)
    + LoadBalancerCase.scenario(
        "of the rule's own service only", .transforms,
        albClass()
            + ingressText(
                "shop/a",
                annotations: [
                    "transforms.api":
                        #"[{"type":"url-rewrite","urlRewriteConfig":{"rewrites":[{"regex":"^/api","replace":"/v1"}]}}]"#
                ], "-\nPrefix /api/web -> web:80\nPrefix /api -> api:80"),
        view: .forwarded(),
        """
        GET 80 h /api/x => api:80 h /v1/x
        GET 80 h /api/web/x => web:80 h /api/web/x
        """)

private func withTransform(_ json: String) -> String {
    albClass() + ingressText("shop/a", annotations: ["transforms.api": json], "-\nPrefix /api -> api:80")
}

/// Stickiness, and the protocol versions of target groups.
let targetGroupScenarios: [LoadBalancerCase] =
    LoadBalancerCase.scenario(
        "a client stays with its group", .actionAnnotations,
        sticky(#"{"enabled":true,"durationSeconds":100}"#), view: .sticky,
        """
        GET 80 h /go x-fresh:1 => a:80 AWSALBTG AWSALBTGCORS
        GET 80 h /go => b:80 AWSALBTG AWSALBTGCORS
        GET 80 h /go x-now:1099 => b:80 AWSALBTG AWSALBTGCORS
        GET 80 h /go x-now:1100 => a:80 AWSALBTG AWSALBTGCORS
        """)
    + LoadBalancerCase.scenario(
        "a cookie that means nothing", .stickiness, sticky(#"{"enabled":true,"durationSeconds":100}"#), view: .sticky,
        """
        GET 80 h /go x-fresh:1 cookie:AWSALBTG=AAAA => a:80 AWSALBTG AWSALBTGCORS
        GET 80 h /go x-fresh:1 cookie:AWSALBTG=%25 => a:80 AWSALBTG AWSALBTGCORS
        """)
    + LoadBalancerCase.scenario(
        "no stickiness", .actionAnnotations, sticky(#"{"enabled":false}"#), view: .sticky, "GET 80 h /go => a:80")
    + LoadBalancerCase.scenario(
        "a client stays with its target", .stickiness,
        withTargets(["target-group-attributes": "stickiness.enabled=true,stickiness.lb_cookie.duration_seconds=60"]),
        view: .sticky, "GET 80 h / => x:80 AWSALB AWSALBCORS")
    + LoadBalancerCase.scenario(
        "by the application's cookie", .stickiness,
        withTargets([
            "target-group-attributes":
                "stickiness.enabled=true,stickiness.type=app_cookie,stickiness.app_cookie.cookie_name=sid"
        ]), view: .sticky, "GET 80 h / => x:80")
    + LoadBalancerCase.scenario(
        "targets of HTTP/1.1", .protocolVersions, withTargets([:]), view: .forwarded(),
        """
        GET 80 h / => x:80 h /
        GET 443/h2 h / => x:80 h /
        POST 443/h2 h / content-type:application/grpc => 464
        POST 443 h / content-type:application/grpc+proto => 464
        """)
    + LoadBalancerCase.scenario(
        "targets of HTTP/2", .protocolVersions, withTargets(["backend-protocol-version": "HTTP2"]), view: .forwarded(),
        """
        GET 443/h2 h / => x:80 h /
        GET 443 h / => 464
        GET 80 h / => 464
        """)
    + LoadBalancerCase.scenario(
        "targets of gRPC", .protocolVersions, withTargets(["backend-protocol-version": "GRPC"]), view: .forwarded(),
        """
        POST 443/h2 h /pkg.Service/Call => x:80 h /pkg.Service/Call
        GET 443/h2 h / => 464
        POST 443 h / => 464
        """)

private func sticky(_ config: String) -> String {
    albClass()
        + ingressText(
            "shop/a",
            annotations: [
                "actions.act":
                    #"{"type":"forward","forwardConfig":{"targetGroups":[{"serviceName":"a","servicePort":80,"weight":1},{"serviceName":"b","servicePort":80,"weight":1}],"targetGroupStickinessConfig":\#(config)}}"#
            ], "-\nPrefix /go -> act:use-annotation")
}

private func withTargets(_ annotations: [String: String]) -> String {
    let lines = annotations.keys.sorted().map { "    alb.ingress.kubernetes.io/\($0): '\(annotations[$0] ?? "")'" }
    return albClass()
        + ingressText(
            "shop/a",
            annotations: ["listen-ports": #"[{"HTTP":80},{"HTTPS":443}]"#, "certificate-arn": "arn:a"],
            "-\nPrefix / -> x:80"
        ).replacing("spec:\n  ingressClassName", with: (lines + ["spec:\n  ingressClassName"]).joined(separator: "\n"))
}
