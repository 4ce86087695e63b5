let mistakesInDelivery: [Mistake] = [
    Mistake(
        "a layout that does not exist", "1️⃣ invalid-choice", source: small(end: "delivery: { layout: 1️⃣terraform }")),
    Mistake(
        "Argo CD without a repository", "1️⃣ missing-repository", source: small(end: "delivery: { layout: 1️⃣argocd }")),
    Mistake(
        "a repository without a scheme", "1️⃣ invalid-uri",
        source: small(end: "delivery: { repository: 1️⃣git.example.com/shop }")),
    Mistake(
        "a revision with a blank", "1️⃣ invalid-revision", source: small(end: "delivery: { revision: 1️⃣\"my branch\" }")),
    Mistake(
        "the cluster of an unknown environment", "1️⃣ unknown-environment",
        source: small(end: "delivery: { clusters: { 1️⃣prod: prod-eu } }")),
    Mistake(
        "extra fields for a file instead of an object", "1️⃣ invalid-object-name",
        source: small(end: "extra: { 1️⃣services/a.yaml: { spec: {} } }")),
    Mistake(
        "extra fields that are no map", "1️⃣ wrong-type", source: small(end: "extra: { Deployment/services/a: 1️⃣3 }")),
    Mistake(
        "extra fields of an environment for no object", "1️⃣ invalid-object-name",
        source: small().replacing("    tag:", with: "    extra: { 1️⃣deployment: {} }\n    tag:")),
]
