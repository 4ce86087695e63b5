import HTTP
import JSONTree
import Kubernetes

/// The JSON of an `actions.<name>` annotation.
enum AnnotatedAction {
    static func action(
        parsing text: String, namespace: String, annotations: (_ service: String?) -> [ObjectMeta.Pair]
    ) throws(AnnotationError) -> ListenerAction {
        guard let json = try? JSON.parse(text), json.object != nil else { throw AnnotationError("is no JSON object") }
        guard let type = json["type"]?.string, let read = readers[type] else {
            throw AnnotationError(
                "has the type '\(json["type"]?.string ?? "")', which is none of forward, redirect and fixed-response")
        }
        let action = try read(json, namespace)
        guard case .forward(let groups) = action else { return action }
        return .forward(
            groups.map { group in
                var service: String?
                if case .service(_, let name, _) = group.target { service = name }
                return ListenerAction.TargetGroup(
                    group.target, weight: group.weight, stickiness: group.stickiness, annotations: annotations(service))
            })
    }

    private typealias Reader = @Sendable (JSON, String) throws(AnnotationError) -> ListenerAction

    private static let readers: [String: Reader] = [
        "forward": { json, namespace throws(AnnotationError) in try forward(json, namespace: namespace) },
        "redirect": { json, _ throws(AnnotationError) in .redirect(try redirect(json)) },
        "fixed-response": { json, _ throws(AnnotationError) in .fixedResponse(try fixedResponse(json)) },
    ]

    private static func forward(_ json: JSON, namespace: String) throws(AnnotationError) -> ListenerAction {
        // The short forms stand beside `type`.
        if let external = json["targetGroupARN"]?.string ?? json["targetGroupName"]?.string {
            return .forward([ListenerAction.TargetGroup(.external(external))])
        }
        guard let groups = json["forwardConfig"]?["targetGroups"]?.array, !groups.isEmpty else {
            throw AnnotationError("forwards to no target group")
        }
        let stickiness = try stickiness(json["forwardConfig"]?["targetGroupStickinessConfig"])
        if groups.count > 5 { throw AnnotationError("forwards to more than 5 target groups") }
        var targets: [ListenerAction.TargetGroup] = []
        for group in groups {
            if groups.count > 1, group["weight"]?.int == nil {
                throw AnnotationError("forwards to several target groups, of which one has no weight")
            }
            let weight = group["weight"]?.int ?? 1
            guard (0...999).contains(weight) else { throw AnnotationError("has a weight outside 0 to 999") }
            targets.append(
                ListenerAction.TargetGroup(
                    try target(group, namespace: namespace), weight: weight, stickiness: stickiness))
        }
        return .forward(targets)
    }

    private static func stickiness(_ config: JSON?) throws(AnnotationError) -> TargetGroupStickiness? {
        guard config?["enabled"]?.bool == true else { return nil }
        guard let seconds = config?["durationSeconds"]?.int, (1...604_800).contains(seconds) else {
            throw AnnotationError("is sticky without a 'durationSeconds' of 1 to 604800")
        }
        return TargetGroupStickiness(duration: .seconds(seconds))
    }

    private static func target(
        _ group: JSON, namespace: String
    ) throws(AnnotationError) -> ListenerAction.TargetGroup.Target {
        if let external = group["targetGroupARN"]?.string ?? group["targetGroupName"]?.string {
            return .external(external)
        }
        guard let name = group["serviceName"]?.string else {
            throw AnnotationError("has a target group without a service")
        }
        // A number in quotes is a number all the same.
        if let number = group["servicePort"]?.int ?? group["servicePort"]?.string.flatMap({ Int($0) }) {
            return .service(namespace: namespace, name: name, port: .number(number))
        }
        guard let port = group["servicePort"]?.string else {
            throw AnnotationError("has no port for the service '\(name)'")
        }
        return .service(namespace: namespace, name: name, port: .name(port))
    }

    private static func redirect(_ json: JSON) throws(AnnotationError) -> ListenerAction.Redirect {
        guard let config = json["redirectConfig"], let code = config["statusCode"]?.string else {
            throw AnnotationError("redirects without a status code")
        }
        guard let status = ["HTTP_301": 301, "HTTP_302": 302][code] else {
            throw AnnotationError("redirects with '\(code)', which is neither HTTP_301 nor HTTP_302")
        }
        var redirect = ListenerAction.Redirect()
        redirect.status = Status(status)
        redirect.protocol = config["protocol"]?.string ?? redirect.protocol
        redirect.host = config["host"]?.string ?? redirect.host
        redirect.port = config["port"]?.string ?? redirect.port
        redirect.path = config["path"]?.string ?? redirect.path
        redirect.query = config["query"]?.string ?? redirect.query
        return redirect
    }

    private static func fixedResponse(_ json: JSON) throws(AnnotationError) -> ListenerAction.FixedResponse {
        let config = json["fixedResponseConfig"]
        guard let code = config?["statusCode"]?.string.flatMap({ Int($0) }), (200..<600).contains(code), code / 100 != 3
        else { throw AnnotationError("has a fixed response without a status code of 2XX, 4XX or 5XX in quotes") }
        let type = config?["contentType"]?.string ?? "text/plain"
        if !contentTypes.contains(type) {
            throw AnnotationError(
                "has a fixed response of '\(type)', which is none of \(contentTypes.joined(separator: ", "))")
        }
        let body = config?["messageBody"]?.string ?? ""
        if body.utf8.count > 1024 { throw AnnotationError("has a fixed response of more than 1024 characters") }
        return ListenerAction.FixedResponse(Status(code), contentType: type, body: body)
    }

    private static let contentTypes = [
        "text/plain", "text/css", "text/html", "application/javascript", "application/json",
    ]
}
