/// Labels and the four operators on them.
let selectorRecipes: [ReachabilityCase] =
    ReachabilityCase.recipe(
        "In",
        policy(from: "podSelector:\n    matchExpressions:\n    - {key: app, operator: In, values: [api, job]}"),
        """
        api -> web 80: yes, shop/web[0]
        job -> web 80: yes, shop/web[0]
        web2 -> web 80: no, shop/web near shop/web[0]
        stranger -> web 80: no, shop/web near shop/web[0]
        """)
    + ReachabilityCase.recipe(
        "NotIn also fits what lacks the label",
        policy(
            from: "podSelector:\n    matchExpressions:\n    - {key: role, operator: NotIn, values: [backend, cache]}"),
        """
        api -> web 80: no, shop/web near shop/web[0]
        job -> web 80: yes, shop/web[0]
        web2 -> web 80: yes, shop/web[0]
        """)
    + ReachabilityCase.recipe(
        "Exists",
        policy(from: "namespaceSelector:\n    matchExpressions:\n    - {key: tier, operator: Exists}"),
        """
        db -> web 80: yes, shop/web[0]
        api -> web 80: no, shop/web near shop/web[0]
        homeless -> web 80: no, shop/web near shop/web[0]
        """)
    + ReachabilityCase.recipe(
        "DoesNotExist",
        policy(from: "namespaceSelector:\n    matchExpressions:\n    - {key: tier, operator: DoesNotExist}"),
        """
        db -> web 80: no, shop/web near shop/web[0]
        api -> web 80: yes, shop/web[0]
        homeless -> web 80: yes, shop/web[0]
        dns -> web 80: yes, shop/web[0]
        """)
    + ReachabilityCase.recipe(
        "every requirement holds",
        policy(
            from:
                "namespaceSelector:\n    matchLabels: {env: prod}\n    matchExpressions:\n    - {key: team, operator: NotIn, values: [data]}\n  podSelector:\n    matchLabels: {role: backend, app: api}"
        ),
        """
        api -> web 80: yes, shop/web[0]
        job -> web 80: no, shop/web near shop/web[0]
        db -> web 80: no, shop/web near shop/web[0]
        stranger -> web 80: no, shop/web near shop/web[0]
        """)
    + ReachabilityCase.recipe(
        "a namespace's name is its label",
        policy(
            from:
                "namespaceSelector:\n    matchExpressions:\n    - {key: kubernetes.io/metadata.name, operator: In, values: [nowhere, data]}"
        ),
        """
        homeless -> web 80: yes, shop/web[0]
        redis -> web 80: yes, shop/web[0]
        prom -> web 80: no, shop/web near shop/web[0]
        """)
    + ReachabilityCase.recipe(
        "a policy's own selector takes expressions",
        World.policy(
            "shop/not-web", "podSelector:\n  matchExpressions:\n  - {key: app, operator: NotIn, values: [web]}"),
        """
        web -> api 80: no, shop/not-web
        web -> job 80: no, shop/not-web
        api -> web 80: yes, open
        """)

/// A policy for the pod `web` with one peer.
private func policy(from peer: String) -> String {
    World.policy("shop/web", "podSelector:\n  matchLabels: {app: web}\ningress:\n- from:\n" + indented("- " + peer))
}

private func indented(_ text: String) -> String {
    text.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
}
