/// Labels and the four operators on them.
let selectorRecipes: [ReachabilityCase] =
    ReachabilityCase.recipe(
        "In",
        policy(from: "podSelector:\n    matchExpressions:\n    - {key: app, operator: In, values: [api, job]}"),
        """
        api -> web 80: yes
        job -> web 80: yes
        web2 -> web 80: no
        stranger -> web 80: no
        """)
    + ReachabilityCase.recipe(
        "NotIn also fits what lacks the label",
        policy(
            from: "podSelector:\n    matchExpressions:\n    - {key: role, operator: NotIn, values: [backend, cache]}"),
        """
        api -> web 80: no
        job -> web 80: yes
        web2 -> web 80: yes
        """)
    + ReachabilityCase.recipe(
        "Exists",
        policy(from: "namespaceSelector:\n    matchExpressions:\n    - {key: tier, operator: Exists}"),
        """
        db -> web 80: yes
        api -> web 80: no
        homeless -> web 80: no
        """)
    + ReachabilityCase.recipe(
        "DoesNotExist",
        policy(from: "namespaceSelector:\n    matchExpressions:\n    - {key: tier, operator: DoesNotExist}"),
        """
        db -> web 80: no
        api -> web 80: yes
        homeless -> web 80: yes
        dns -> web 80: yes
        """)
    + ReachabilityCase.recipe(
        "every requirement holds",
        policy(
            from:
                "namespaceSelector:\n    matchLabels: {env: prod}\n    matchExpressions:\n    - {key: team, operator: NotIn, values: [data]}\n  podSelector:\n    matchLabels: {role: backend, app: api}"
        ),
        """
        api -> web 80: yes
        job -> web 80: no
        db -> web 80: no
        stranger -> web 80: no
        """)
    + ReachabilityCase.recipe(
        "a namespace's name is its label",
        policy(
            from:
                "namespaceSelector:\n    matchExpressions:\n    - {key: kubernetes.io/metadata.name, operator: In, values: [nowhere, data]}"
        ),
        """
        homeless -> web 80: yes
        redis -> web 80: yes
        prom -> web 80: no
        """)
    + ReachabilityCase.recipe(
        "a policy's own selector takes expressions",
        World.policy(
            "shop/not-web", "podSelector:\n  matchExpressions:\n  - {key: app, operator: NotIn, values: [web]}"),
        """
        web -> api 80: no
        web -> job 80: no
        api -> web 80: yes
        """)

/// A policy for the pod `web` with one peer.
private func policy(from peer: String) -> String {
    World.policy("shop/web", "podSelector:\n  matchLabels: {app: web}\ningress:\n- from:\n" + indented("- " + peer))
}

private func indented(_ text: String) -> String {
    text.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
}
