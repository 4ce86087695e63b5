import Diagnostics

/// The long texts of the ids about the ways in, in alphabetical order.
let waysInExplanations: [Explanation] = [
    Explanation(
        "controller-without-ingress",
        """
        `controller` says where the pods of an Ingress controller are, which the cluster's owner runs. Envoy Gateway's \
        pods are made from the manifests themselves, so with `gateway: gateway-api` there is nothing to say.
        """),
    Explanation(
        "hidden-route",
        """
        The load balancer asks the gateway at `/healthz` whether it is well, and the gateway answers that itself: a route \
        of that path would be declared and never reached. Services have health checks of their own, which the cluster \
        asks at their pods.
        """),
    Explanation(
        "invalid-attribute",
        """
        An attribute of a load balancer has the name that AWS gives it, words joined with dots: \
        `routing.http.drop_invalid_header_fields.enabled`.
        """),
    Explanation(
        "invalid-bucket",
        "An S3 bucket is named without `s3://`: 3 to 63 lower-case letters, digits, `.` and `-`."),
    Explanation(
        "invalid-policy",
        "A TLS policy of a load balancer is named as AWS names it: `ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09`."),
    Explanation(
        "invalid-status-codes",
        "Status codes are numbers from 200 to 499, lists and ranges of them: `200`, `200,202`, `200-299`."),
    Explanation(
        "load-balancer-class",
        """
        The load balancer's own objects have the class `alb`. The gateway behind it is another one, in the cluster: \
        Envoy Gateway, or the controller of an Ingress class. With one class for both, the load balancer's controller \
        would take the gateway's routes for its own.
        """),
    Explanation(
        "long-host",
        """
        A rule of an Application Load Balancer compares host names of at most 128 characters. DNS itself allows 253, so \
        that the name is valid and yet no rule can be made for it. An environment's domain may make a name longer.
        """),
    Explanation(
        "missing-ingress-class",
        """
        An Ingress belongs to the controller of its class. There is no class that every cluster has, so an environment \
        whose gateway is an Ingress names it. That of ingress-nginx is refused, since it is retired.
        """),
    Explanation(
        "option-of-gateway-api",
        """
        An Ingress says which host and path goes where, and nothing else. How long an answer may take and how many requests \
        are let through, each controller has in annotations of its own, which would bind a blueprint to one of them. With \
        `gateway: gateway-api` they become timeouts of the HTTPRoute and a BackendTrafficPolicy of Envoy Gateway.
        """),
    Explanation(
        "retired-ingress-class",
        """
        ingress-nginx was retired in March 2026 and gets no more fixes. The Ingress API itself stays; other controllers \
        serve it. Gateway API with Envoy Gateway does what its annotations did: tokens, limits, timeouts, rewrites.
        """),
    Explanation(
        "sessions-without-affinity",
        """
        A client of MCP names its session in the field `Mcp-Session-Id`. Envoy Gateway sends all requests of a session to \
        one pod; an Ingress has no word for that, and a load balancer's stickiness needs a cookie, which agents do not \
        keep. A server that holds sessions in its memory then loses them between its pods.
        """),
    Explanation(
        "too-many-certificates",
        """
        A listener of an Application Load Balancer has a default certificate and at most 25 others, of which each client \
        gets the one for the host that it names. One certificate can hold many names, and names with `*.`.
        """),
    Explanation(
        "too-many-rewrites",
        """
        A frontend on Vercel sends the gateway's paths on to the load balancer, so that a browser sees one origin. Each \
        top-level path is a rewrite, and Vercel refuses a `vercel.json` with more than 1,024 of them. A rewrite takes \
        everything below its path with it.
        """),
    Explanation(
        "too-many-rules",
        """
        AWS takes at most 100 rules and 100 target groups for an Application Load Balancer. With Gateway API in the \
        cluster one rule for each host leads to the gateway, which has no such limit; hosts beyond the limit get a load \
        balancer of their own. With a plain Ingress the load balancer checks the tokens, which takes one to four rules \
        for each route and host; those of one host must be on one load balancer.
        """),
    Explanation(
        "unguarded-route",
        """
        A plain Ingress has no word for tokens. The AWS Load Balancer Controller has: `jwt-validation`, which the \
        generated rules use. What EKS Auto Mode runs does not document it, and an annotation that is not understood is \
        ignored, so that the route would be open to everybody. It is refused instead.
        """),
    Explanation(
        "unknown-framework",
        """
        `framework` becomes the framework preset of the Vercel project, by Vercel's own name for it. Vercel refuses a \
        deployment with a name that it does not know. It adds frameworks from time to time, so this is only a warning.
        """),
    Explanation(
        "unreachable-keys",
        """
        Where the gateway is a plain Ingress, the load balancer checks tokens, and fetches the authorization server's \
        keys from outside, at `/oauth/jwks` of its own first host. So that path must be a public route to the \
        authorization server.
        """),
    Explanation(
        "wildcard-in-path",
        """
        A path is a prefix of whole segments, without patterns. A load balancer reads `*` and `?` in a path as wildcards, \
        and its controller refuses to build any rule of a group in which a prefix has one.
        """),
]
