import Blueprint
package import Diagnostics
import YAMLTree

// What is said about `extra`, in alphabetical order of the functions.

extension Diagnostic {
    static func extraType(_ field: FieldPath, _ node: LocatedNode, expected: String) -> Diagnostic {
        Diagnostic(
            "extra-type", "'\(field)' is \(node.kindName) where the object has \(expected)", at: node.span,
            help: "write \(expected)")
    }

    static func ownedField(
        _ field: FieldPath, of object: ObjectName, _ reason: String, at span: SourceSpan
    ) -> Diagnostic {
        Diagnostic(
            "owned-field", "'\(field)' of '\(object)' is not to be set here: \(reason)", at: span,
            help: "remove it; 'orrery explain \(object) \(field)' tells what decides it")
    }

    static func unknownObject(_ extra: Extra, in environment: String?, known: [String]) -> Diagnostic {
        Diagnostic(
            "unknown-object",
            "there is no object '\(extra.object)'" + (environment.map { " in environment '\($0)'" } ?? ""),
            at: extra.span,
            help: nearest(to: extra.object, in: known).map { "did you mean '\($0)'?" }
                ?? "name an object that 'orrery generate' makes, as KIND/NAMESPACE/NAME")
    }
}

/// The long texts of this target's ids, in alphabetical order.
package let generatorExplanations: [Explanation] = [
    Explanation(
        "extra-type",
        """
        `extra` adds fields to an object or replaces them, as a strategic merge patch does: a map is merged into a map, \
        a list takes the place of a list or is merged into it by name, a scalar replaces a scalar of its type. Here \
        something else stands in the object, so the API server would refuse the result.
        """),
    Explanation(
        "owned-field",
        """
        Some fields hold the manifests together: names, selectors, the annotations that the emulator reads, and the \
        number of replicas where an autoscaler sets it. Changing one in one object would break the others, or the \
        autoscaler would change it back, so `extra` leaves them alone.
        """),
    Explanation(
        "unknown-object",
        """
        `extra` adds fields to objects that the generator makes; it makes none itself. Objects are named by kind, \
        namespace and name, as `orrery generate --diff` and `orrery explain` print them: `Deployment/services/orders`.
        """),
]
