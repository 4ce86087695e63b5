import Diagnostics

/// The long texts of this target's ids, in alphabetical order.
let blueprintExplanations: [Explanation] = [
    Explanation(
        "capacity-order",
        "Aurora's serverless instances scale between two bounds, and the lower one may not be the higher one."),
    Explanation(
        "client-redirects",
        """
        A public OAuth client is a person's browser: after signing in, the person is sent back to one of its redirect \
        URIs, and to nothing else. A machine client signs in with its own secret and nobody is sent anywhere. So the \
        one needs `redirects` and the other must have none.
        """),
    Explanation(
        "clients-without-oauth",
        """
        OAuth clients are declared at the authorization server, which is the service with `role: oauth`. Other \
        services only check the tokens that it gives.
        """),
    Explanation(
        "duplicate-host",
        """
        A host name leads to one place: to a frontend at its platform, or to the load balancer. Two owners would \
        need two DNS records of the same name.
        """),
    Explanation(
        "duplicate-name",
        """
        Names are how the parts of a system refer to each other, so one name stands for one thing: frontends, \
        services, MCP servers, workers, stores, queues and externals share one space of names. There is one exception: \
        a worker may bear the name of a queue, since nothing can refer to a worker.
        """),
    Explanation(
        "duplicate-route",
        """
        A route takes its path and everything below it. Of two routes that match a request, the one with the longer \
        path wins, so `/crm` and `/crm/webhooks` live together well, and so do `/` and anything. Two routes with the \
        same path do not: the second could never be reached.
        """),
    Explanation(
        "egress-needs-auto-mode",
        """
        Kubernetes' own network policies know addresses, and a vendor's change by the hour. EKS Auto Mode has policies \
        that name hosts (`ApplicationNetworkPolicy`), and so has Cilium (`CiliumNetworkPolicy`). A standard EKS cluster \
        has neither unless Cilium is installed: there, `egress: addresses` opens port 443 to every public address and \
        to nothing inside.
        """),
    Explanation(
        "empty-access",
        """
        Every use says what may be done: `content-db: [read, write]`, `openai: call`. From it follow the network \
        policy, the database rights and what the journal shows. An empty list would allow nothing.
        """),
    Explanation("empty-blueprint", "The file holds no YAML document, or only comments."),
    Explanation(
        "empty-migrations",
        """
        `migrations` names a folder below the blueprint's own. Its files that end with `.sql` are run in the order of \
        their names, when a database is made. This folder has none.
        """),
    Explanation(
        "host-outside-domain",
        """
        Environments rename hosts by their domain: where the system's domain is `example.com` and that of `dev` is \
        `dev.example.com`, the host `api.example.com` is `api.dev.example.com` in `dev`. A host outside the domain \
        cannot be renamed, so that all environments would claim the same name.
        """),
    Explanation(
        "invalid-access",
        """
        What may be done depends on what is used: a service or an external is called (`call`), a store is read and \
        written (`read`, `write`), a queue is published to (`publish`), an MCP server is spoken to (`mcp`) or gives \
        and takes context (`context`). To take jobs from a queue, a worker names it under `consumes`.
        """),
    Explanation(
        "invalid-account",
        """
        An AWS account is twelve digits. They need quotes, since YAML would take them for a number. Without `account`, \
        it is the one in the ARN of the load balancer's certificate.
        """),
    Explanation(
        "invalid-arn",
        """
        Certificates of an AWS load balancer are named by their ARN: \
        `arn:aws:acm:us-east-1:123456789012:certificate/0d3e5c1a-6f7b-4f0e-9a52-5f0f4d5b9c01`. The parts are the \
        partition, the service, the region, the account and the certificate.
        """),
    Explanation(
        "invalid-capacity",
        "Aurora counts capacity in units of two gibibytes of memory, in halves: 0.5 is the least and 256 the most."),
    Explanation(
        "invalid-check",
        """
        `skips` names checks of checkov's Kubernetes rules, such as `CKV_K8S_43`. Nothing else can be skipped, and nothing \
        without a reason.
        """),
    Explanation(
        "invalid-choice",
        "Here one of a few words must stand, and it is another one. The help line shows the nearest, or all of them."),
    Explanation(
        "invalid-cidr",
        """
        A range of IPv4 addresses is an address and the number of its leading bits that all addresses of the range \
        share: `10.20.3.0/24`. The bits after those must be zero; Kubernetes refuses `10.20.3.7/24` in a network policy.
        """),
    Explanation(
        "invalid-digest",
        """
        A digest names one image by its content: `sha256:` and 64 hex digits, as a registry shows it after a push. An \
        image that is pulled by digest stays the same even if somebody moves its tag.
        """),
    Explanation(
        "invalid-duration",
        """
        A duration is a number with its unit: `30s`, `5m`. An hour is the longest that a pod may take to end.
        """),
    Explanation(
        "invalid-file",
        """
        Paths in a blueprint are relative to its own folder and stay below it, so that the folder can be moved and \
        checked out anywhere: `contracts/orders.openapi.yaml`.
        """),
    Explanation(
        "invalid-host",
        """
        A host name is made of labels of lower-case letters, digits and `-`, joined with dots; a label has at most 63 \
        characters and does not begin or end with `-`. Schemes, ports and paths do not belong to it. Where a host of \
        the system itself is asked for, a label alone stands below the system's domain.
        """),
    Explanation(
        "invalid-id",
        "AWS gives its things ids of a prefix and hexadecimal digits: `subnet-`, `sg-`, `vpce-`."),
    Explanation(
        "invalid-image",
        """
        An image is named without registry and tag, since those differ between environments: `shop/catalog`. Where a \
        blueprint is silent, the image is the system's name and the workload's.
        """),
    Explanation(
        "invalid-name",
        """
        Names become names of Kubernetes objects and parts of DNS names: lower-case letters, digits and `-`, starting \
        with a letter, not ending with `-`, at most 63 characters.
        """),
    Explanation(
        "invalid-object-name",
        """
        An object is named as `orrery explain` and `orrery generate --diff` print it: kind, namespace and name, \
        `Deployment/services/orders`; an object of the whole cluster has no namespace, `IngressClass/alb`.
        """),
    Explanation(
        "invalid-path",
        """
        A path starts with `/`. Its segments are not empty, are not `.` or `..`, and have the characters of a URI's \
        path, others percent-encoded; except for `/` itself, it has no `/` at its end. A route's path stands for everything below it: `/orders` matches `/orders` and `/orders/7`, and not \
        `/orderspec`.
        """),
    Explanation("invalid-percentage", "A percentage is a whole number from 1 to 100 with its sign: `70%`."),
    Explanation(
        "invalid-quantity",
        """
        Quantities are those of Kubernetes: a number and a suffix. `100m` is a tenth of a processor; `256Mi` is 256 \
        times 1024 times 1024 bytes.
        """),
    Explanation(
        "invalid-reason",
        """
        A check that is skipped needs a reason that a reviewer can judge. It is written beside the skipped check in the \
        manifests, on one line.
        """),
    Explanation("invalid-region", "An AWS region is written as `us-east-1`."),
    Explanation(
        "invalid-registry",
        """
        The registry stands before the image's name: `123456789012.dkr.ecr.us-east-1.amazonaws.com`. It has no scheme \
        and no tag.
        """),
    Explanation(
        "invalid-revision",
        """
        A Git revision is a branch, a tag or a commit: `main`, `v1.4.0`, `release/2`.
        """),
    Explanation(
        "invalid-scope",
        """
        A scope is one word of letters, digits, `.`, `:`, `_` and `-`. Several scopes are a list here, not a text with \
        blanks as in a token.
        """),
    Explanation(
        "invalid-setting-name",
        "Settings become environment variables: capital letters, digits and `_`, starting with a letter."),
    Explanation(
        "invalid-size",
        """
        Each service has names of its own for the sizes of machines: `cache.r7g.large` at ElastiCache, `db.r8g.large` or \
        `db.serverless` at Aurora, `M30` at Atlas.
        """),
    Explanation(
        "invalid-tag",
        """
        An image tag has letters, digits, `.`, `_` and `-`, does not start with `.` or `-`, and has at most 128 \
        characters. A tag such as `1.10` needs quotes: without them YAML reads the number 1.1.
        """),
    Explanation(
        "invalid-uri",
        """
        OAuth sends a person's browser to a redirect URI with a code in it, so it must be protected: `https://`, or \
        `http://127.0.0.1` for a program on the person's own machine. It has no fragment. A path alone stands on the \
        frontend that bears the client's name.
        """),
    Explanation(
        "invalid-version", "The version of an engine is digits and dots, in quotes: YAML takes `8.0` for a number."),
    Explanation(
        "job-circle",
        """
        A worker that publishes to a queue whose jobs, over whatever other workers, lead back to it never comes to an \
        end. This is the one kind of circle that a blueprint refuses. Calls and MCP may go in circles, since a \
        request ends when a handler answers. To repeat a failed job, let it fail: it is delivered again.
        """),
    Explanation(
        "managed-key",
        """
        What can be said about a managed store depends on the service: Atlas lies in no subnet of yours, and only Aurora \
        counts capacity units.
        """),
    Explanation(
        "managed-mismatch",
        "ElastiCache runs Redis, Aurora runs PostgreSQL, Atlas runs MongoDB. Leave `managed` out to get the right one."),
    Explanation(
        "managed-subnets",
        """
        A managed store stands in several availability zones, so that the loss of one is not the loss of the store. It \
        needs a subnet in each, and AWS refuses a group with subnets of only one.
        """),
    Explanation(
        "migrations-without-sql",
        "Migrations are SQL, and only a PostgreSQL store runs them. Redis and MongoDB have no schema to migrate."),
    Explanation(
        "missing-authorization-server",
        """
        A route asks for a token unless it says `public: true`. Tokens are given by the service with `role: oauth`, \
        and there is none, so that nobody could call the route.
        """),
    Explanation(
        "missing-certificate",
        """
        The load balancer names its certificate; each environment gives the ARN of its own under `acm`, since every \
        environment has its own hosts and may have its own account.
        """),
    Explanation(
        "missing-endpoint",
        """
        Managed data servers stand outside the cluster. The manifests need each one's host name, for the workloads, \
        and its range of addresses, for the network policies. Nothing sensible can be assumed, so every environment \
        says it for every store.
        """),
    Explanation(
        "missing-environment",
        "Manifests are made for an environment. A system without one could be neither deployed nor run."),
    Explanation(
        "missing-file",
        "Contracts and migrations are read from files below the blueprint's folder. There is none at this path."),
    Explanation(
        "missing-key",
        "A key that has no default is not there. The help line says what it means; `docs/blueprint.md` shows all keys."),
    Explanation(
        "missing-repository",
        """
        Argo CD takes the manifests from a Git repository. Its Applications name it, so the layout `argocd` needs the URL \
        under `delivery`: `repository: https://git.example.com/shop/deployment`.
        """),
    Explanation(
        "no-address",
        """
        A workload can use what has an address within the system: services, MCP servers, stores, queues and externals. \
        A worker has none; give it work over a queue. A frontend runs in people's browsers. The gateway and the load \
        balancer are for callers from outside; workloads call services directly.
        """),
    Explanation("number-out-of-range", "The number is too small or too large for what it stands for."),
    Explanation(
        "public-with-scopes",
        "A public route is answered without a token, so there is nothing that could carry a scope."),
    Explanation(
        "queue-on-wrong-store",
        "A queue is a Redis stream with a consumer group. Other stores cannot hold one."),
    Explanation(
        "queue-without-store",
        """
        A queue lies on a redis store. Where there is exactly one, a blueprint need not say which; here there is none, \
        or there are several.
        """),
    Explanation(
        "queue-without-worker",
        "Jobs are published to the queue and nobody takes them, so that it would grow without end."),
    Explanation(
        "redirect-without-frontend",
        """
        A redirect that is only a path stands on the hosts of the frontend that bears the client's name, in every \
        environment. There is no frontend of that name.
        """),
    Explanation("repeated-value", "The same value stands twice in one list. One of them says nothing."),
    Explanation(
        "request-above-limit",
        """
        The request is what the scheduler sets aside, the limit is where a container is held back. The API server \
        refuses a request above the limit.
        """),
    Explanation(
        "reserved-name",
        "`gateway` and `alb` name the parts of the edge, which frontends use. Nothing else may bear those names."),
    Explanation(
        "route-to-no-service",
        """
        The gateway sends requests to services. MCP servers are reached through a service that speaks for them; \
        workers take jobs; stores and externals are for workloads only.
        """),
    Explanation(
        "scale-order",
        "The fewest replicas may not be more than the most. Where `max` is left out, it is 4, or `min` if that is more."
    ),
    Explanation(
        "several-authorization-servers",
        "The gateway trusts the tokens of one issuer, so one service has `role: oauth`."),
    Explanation(
        "several-documents",
        "A file holds one blueprint. A line of three dashes starts another YAML document, which would be ignored."),
    Explanation(
        "shared-domain",
        """
        An environment renames hosts by its domain. Two environments with the same domain, or two that both leave it \
        out, claim the same host names, so that only one of them can have the DNS records.
        """),
    Explanation(
        "unknown-certificate",
        "An environment gives ARNs for the certificates that the load balancer names. This one is not named."),
    Explanation(
        "unknown-environment",
        """
        Under `delivery` something is said about one environment, and the blueprint declares none of this name.
        """),
    Explanation(
        "unknown-key",
        """
        The key means nothing here. A key that nobody reads is most often a mistyped one, so it is an error and not \
        ignored.
        """),
    Explanation(
        "unknown-name",
        "Under `uses` stand names of services, MCP servers, stores, queues and externals. None has this name."),
    Explanation(
        "unknown-namespace",
        """
        `vault-roles` gives the AWS role that reads the secrets of one namespace. No workload is in this one, so nothing \
        in it asks for secrets.
        """),
    Explanation("unknown-queue", "Workers consume queues that are declared under `queues`. None has this name."),
    Explanation(
        "unknown-scope",
        """
        The scopes of a system are those that its routes ask for, besides OpenID Connect's `openid`, `profile`, \
        `email` and `offline_access`. A scope that no route asks for would open nothing.
        """),
    Explanation(
        "unknown-service",
        "Routes and the `of` of MCP servers name services that are declared under `services`. None has this name."),
    Explanation("unknown-store", "Stores are declared under `data`. None has this name."),
    Explanation(
        "unknown-workload",
        "An environment says something about one service, MCP server or worker, and there is none of this name."),
    Explanation(
        "unused-external",
        "An external that nobody uses leaves no trace in the manifests: no variable, no secret, no network policy."),
    Explanation("unused-queue", "Nobody publishes to the queue and nobody takes jobs from it."),
    Explanation(
        "unused-store",
        "No workload reads or writes the store and no queue lies on it, so that nothing could ever be in it."),
    Explanation(
        "uses-itself",
        "A workload reaches itself without a network. An edge to itself is most often a name in the wrong place."),
    Explanation(
        "wrong-type",
        """
        YAML decides by the form of a plain value what it is: `yes`, `on` and `true` are booleans, `1.10` and `0777` \
        are numbers, everything else is a text. Put quotes around a text that looks like something else.
        """),
]
