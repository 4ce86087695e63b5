import Diagnostics
package import JSONTree
import Kubernetes
import Routing

/// The status that a controller would write for one object, and the events that it would send.
package struct ExplainedStatus: Sendable {
    private let status: ObjectStatus

    /// The status of the object in `files`; nil for a kind that has none here, and for an object that is not there.
    ///
    /// What is wrong elsewhere in the files changes nothing: a status is what says so in a cluster, too.
    package init?(ofKind kind: String, namespace: String, name: String, in files: [(path: String, text: String)]) {
        var diagnostics: [Diagnostic] = []
        let manifests = readManifests(files: files.filter { $0.path.hasSuffix(".yaml") }, &diagnostics)
        guard let status = RoutingStatus(manifests).status(ofKind: kind, namespace: namespace, name: name) else {
            return nil
        }
        self.status = status
    }

    package var json: JSON {
        [
            "observed_generation": JSON(status.observedGeneration),
            "sections": .array(status.sections.map(json)),
            "events": .array(
                status.events.map { event in
                    .compact([
                        "type": .string(event.isWarning ? "Warning" : "Normal"), "reason": .string(event.reason),
                        "message": .string(event.message), "manifest": event.span?.json,
                    ])
                }),
        ]
    }

    private func json(_ section: ObjectStatus.Section) -> JSON {
        .compact([
            "subject": section.subject.isEmpty ? nil : .string(section.subject),
            "controller": section.controller.isEmpty ? nil : .string(section.controller),
            "attached_routes": section.attachedRoutes.map { JSON($0) },
            "conditions": .array(
                section.conditions.map { condition in
                    .compact([
                        "type": .string(condition.type), "status": .string(condition.status.rawValue),
                        "reason": .string(condition.reason), "message": .string(condition.message),
                        "observed_generation": JSON(status.observedGeneration), "manifest": condition.span?.json,
                    ])
                }),
        ])
    }

    /// For a person: a line for each condition, with the place that is the reason of one that is not as it should be.
    package var text: String {
        var text = "status, at observedGeneration \(status.observedGeneration)\n"
        for section in status.sections {
            let routes = section.attachedRoutes.map { ", \($0) \($0 == 1 ? "route" : "routes")" } ?? ""
            let controller =
                section.controller.isEmpty
                ? "nobody: no controller has it, and nothing is written" : "\(section.controller)\(routes)"
            text += "  " + (section.subject.isEmpty ? "" : "\(section.subject), by ") + controller + "\n"
            for condition in section.conditions {
                text += "    \(padded(condition.type, 16)) \(padded(condition.status.rawValue, 7)) "
                text += "\(condition.reason): \(condition.message)" + place(condition.span) + "\n"
            }
        }
        if !status.events.isEmpty { text += "events\n" }
        for event in status.events {
            text += "  \(event.isWarning ? "Warning" : "Normal ") \(event.reason): \(event.message)"
            text += place(event.span) + "\n"
        }
        return text
    }

    private func place(_ span: SourceSpan?) -> String { span.map { " (\($0.file):\($0.line))" } ?? "" }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
