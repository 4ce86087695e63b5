// How what is generated is laid out, and what is added to it by hand.

let deliveryKey = Key(
    "delivery", .fields(deliveryKeys), default: "plain files for `kubectl apply -k`",
    "How the manifests are laid out, and where they are deployed from")

private let deliveryKeys: [Key] = [
    Key(
        "layout", .choice(Delivery.Layout.allCases.map(\.rawValue)), default: "files",
        "`files`: by namespace and workload; `single`: one file for each environment; `helm`: a chart; `argocd`: files "
            + "and Argo CD Applications"),
    Key(
        "repository", .text(.repository), default: "none",
        "The Git repository that Argo CD deploys from; needed for the layout `argocd`"),
    Key("revision", .text(.revision), default: "HEAD", "The branch, tag or commit that Argo CD deploys"),
    Key("path", .text(.file), default: "generated", "The output folder as seen from the repository's root"),
    Key("project", .text(.label), default: "default", "The Argo CD project of the Applications"),
    Key(
        "clusters", .named(noun: "environment", .label, .text(.label)), default: "the cluster that Argo CD runs in",
        "What Argo CD calls the cluster of each environment"),
]

/// Stands at the top, for every environment, and in each environment.
let extraKey = Key(
    "extra", .named(noun: "object", .objectName, .anything), default: "none",
    "Fields for single objects, as Kubernetes calls them, by `KIND/NAMESPACE/NAME`")
