import JSONTree

/// The JSON of a `transforms.<service>` annotation.
/// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#transforms
enum AnnotatedTransform {
    static func transform(parsing text: String) throws(AnnotationError) -> RequestTransform {
        guard let entries = (try? JSON.parse(text))?.array else { throw AnnotationError("is no JSON list") }
        var transform = RequestTransform()
        for entry in entries {
            let type = entry["type"]?.string ?? ""
            guard let (key, path) = kinds[type] else {
                throw AnnotationError("has the type '\(type)', which is neither url-rewrite nor host-header-rewrite")
            }
            if transform[keyPath: path] != nil { throw AnnotationError("has more than one \(type)") }
            transform[keyPath: path] = try rewrite(entry[key])
        }
        return transform
    }

    private static var kinds:
        [String: (key: String, path: WritableKeyPath<RequestTransform, RequestTransform.Rewrite?>)]
    {
        [
            "url-rewrite": ("urlRewriteConfig", \.url), "host-header-rewrite": ("hostHeaderRewriteConfig", \.host),
        ]
    }

    private static func rewrite(_ config: JSON?) throws(AnnotationError) -> RequestTransform.Rewrite {
        guard let rewrites = config?["rewrites"]?.array, rewrites.count == 1, let rewrite = rewrites.first else {
            throw AnnotationError("has a rewrite that is not one pair of 'regex' and 'replace'")
        }
        guard let text = rewrite["regex"]?.string, let replacement = rewrite["replace"]?.string else {
            throw AnnotationError("has a rewrite without 'regex' or 'replace'")
        }
        if RegularExpression.usesMoreThanAWS(text) {
            throw AnnotationError("has '\(text)', and AWS knows no lookaround and no backreference")
        }
        guard let pattern = RegularExpression(text) else {
            throw AnnotationError("has '\(text)', which is no regular expression")
        }
        return RequestTransform.Rewrite(pattern: pattern, replacement: replacement)
    }
}
