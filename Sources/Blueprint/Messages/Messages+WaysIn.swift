import Diagnostics

// Every message about the ways in, in alphabetical order of the functions.

extension Diagnostic {
    static func controllerWithoutIngress(_ environment: Environment, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "controller-without-ingress",
            "the gateway of environment '\(environment.name)' is no Ingress controller", at: span,
            help: "write 'gateway: ingress', or remove 'controller'")
    }

    static func hiddenRoute(_ route: GatewayDeclaration.Route) -> Diagnostic {
        Diagnostic(
            "hidden-route", "route '\(route.path)' is never reached: the gateway answers that path itself",
            at: route.span, notes: [Note("the load balancer asks there whether the gateway is well")],
            help: "choose another path; a service's own health is asked for inside the cluster")
    }

    static func loadBalancerClass(at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "load-balancer-class", "'alb' is the class of the load balancer, not of the gateway behind it", at: span,
            help: "name the class of a controller in the cluster: 'envoy', 'traefik', 'haproxy'")
    }

    static func longHost(_ host: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "long-host", "'\(host)' has \(host.utf8.count) characters", at: span,
            notes: [Note("a load balancer compares host names of at most \(loadBalancerQuotas.hostLength)")],
            help: "shorten the name, or the environment's domain")
    }

    static func missingIngressClass(_ environment: Environment, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "missing-ingress-class",
            "environment '\(environment.name)' does not say which Ingress class its gateway has",
            at: span, help: "add 'class' with the class of a controller in the cluster: 'traefik', 'haproxy'")
    }

    static func optionOfGatewayAPI(
        _ option: String, _ route: GatewayDeclaration.Route, _ environment: Environment, at span: SourceSpan
    ) -> Diagnostic {
        Diagnostic(
            "option-of-gateway-api",
            "the gateway of environment '\(environment.name)' has no '\(option)' for route '\(route.path)'", at: span,
            notes: [Note("the route is declared here", at: route.span)],
            help: "write 'gateway: gateway-api', or remove '\(option)' from the route")
    }

    static func retiredIngressClass(_ name: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "retired-ingress-class", "'\(name)' is the class of ingress-nginx, which is retired", at: span,
            notes: [Note("it has had no fixes, not even of security, since March 2026")],
            help: "write 'gateway: gateway-api', or name the class of another controller")
    }

    static func sessionsWithoutAffinity(
        _ route: GatewayDeclaration.Route, _ environment: Environment, at span: SourceSpan
    ) -> Diagnostic {
        Diagnostic(
            "sessions-without-affinity",
            "nothing keeps an MCP session of route '\(route.path)' on one pod in environment '\(environment.name)'",
            at: span, severity: .warning, notes: [Note("the route is declared here", at: route.span)],
            help: "write 'gateway: gateway-api', or keep no session in the server's memory")
    }

    static func tokensInAutoMode(
        _ route: GatewayDeclaration.Route, _ environment: Environment, at span: SourceSpan
    ) -> Diagnostic {
        Diagnostic(
            "unguarded-route",
            "nothing checks the tokens of route '\(route.path)' in environment '\(environment.name)'",
            at: span,
            notes: [
                Note("the route asks for a token", at: route.span),
                Note("a plain Ingress checks none, and EKS Auto Mode's load balancer promises no check"),
            ], help: "write 'gateway: gateway-api', or 'cluster: { mode: standard }'")
    }

    static func tooManyCertificates(_ count: Int, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "too-many-certificates", "the load balancer has \(count) certificates", at: span,
            notes: [Note("AWS takes a default one and \(loadBalancerQuotas.certificates - 1) more")],
            help: "use certificates with several names, or with '*.'")
    }

    static func tooManyRewrites(_ count: Int, of frontend: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "too-many-rewrites", "frontend '\(frontend)' sends \(count) paths on to the gateway", at: span,
            notes: [Note("Vercel takes at most \(vercelRewriteQuota) rewrites for one project")],
            help: "put routes below common paths: what is below a path needs no rewrite of its own")
    }

    static func tooManyRules(_ count: Int, _ environment: Environment, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "too-many-rules",
            "each host of environment '\(environment.name)' needs \(count) rules of a load balancer", at: span,
            notes: [
                Note(
                    "AWS takes at most \(loadBalancerQuotas.rules) rules and as many target groups for one load balancer"
                ),
                Note("hosts are spread over several load balancers; the routes of one host cannot be"),
            ], help: "write 'gateway: gateway-api': one rule then leads to all routes")
    }

    static func unknownFramework(_ name: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "unknown-framework", "Vercel is not known to have a framework '\(name)'", at: span, severity: .warning,
            help: nearest(to: name, in: vercelFrameworks).map { "did you mean '\($0)'?" }
                ?? "use the name that Vercel's project settings show: 'nextjs', 'sveltekit', 'vite'")
    }

    static func unreachableKeys(
        _ route: GatewayDeclaration.Route, _ environment: Environment, at span: SourceSpan
    ) -> Diagnostic {
        Diagnostic(
            "unreachable-keys",
            "the load balancer of environment '\(environment.name)' cannot fetch the keys for the tokens of route '\(route.path)'",
            at: span, notes: [Note("the route asks for a token", at: route.span)],
            help: "add a public route '/oauth' to the authorization server, or write 'gateway: gateway-api'")
    }

    static func wildcardInPath(_ route: GatewayDeclaration.Route) -> Diagnostic {
        Diagnostic(
            "wildcard-in-path", "route '\(route.path)' has a '*'", at: route.span,
            notes: [Note("a load balancer would take it for any characters")],
            help: "a path stands for everything below it; write it without '*'")
    }
}
