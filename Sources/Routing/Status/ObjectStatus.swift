package import Diagnostics

/// What a controller writes into the status of an object, and the events that it sends about it.
///
/// Conditions and reasons are those of the Gateway API, https://gateway-api.sigs.k8s.io/reference/spec/, and events
/// those of the AWS Load Balancer Controller; the messages are ours.
package struct ObjectStatus: Equatable, Sendable {
    package enum Truth: String, Sendable {
        case yes = "True"
        case no = "False"
        case unknown = "Unknown"
    }

    package struct Condition: Equatable, Sendable {
        /// `Accepted`, `ResolvedRefs`, `Programmed`, `Conflicted`.
        package var type: String
        package var status: Truth
        /// `RefNotPermitted`.
        package var reason: String
        package var message: String
        /// The line that is the reason; nil where the reason is that something is missing.
        package var span: SourceSpan?

        init(_ type: String, _ status: Truth, _ reason: String, _ message: String, at span: SourceSpan? = nil) {
            self.type = type
            self.status = status
            self.reason = reason
            self.message = message
            self.span = span
        }
    }

    /// The conditions of the object, of one of its parents or of one of its listeners.
    package struct Section: Equatable, Sendable {
        /// `parent edge/gateway`, `listener https`; empty for the object's own.
        package var subject = ""
        /// Who writes it; empty for nobody.
        package var controller = ""
        package var conditions: [Condition] = []
        /// How many routes a listener has.
        package var attachedRoutes: Int?
    }

    package struct Event: Equatable, Sendable {
        package var isWarning = false
        /// `FailedBuildModel`.
        package var reason: String
        package var message: String
        package var span: SourceSpan?
    }

    /// The generation that the conditions are about: a manifest that was applied once has the first.
    package var observedGeneration = 1
    package var sections: [Section] = []
    package var events: [Event] = []
}
