package import JSONTree

/// What goes wrong on an edge because somebody asked for it: a delay, and an answer that is an error or never comes.
package struct Fault: Equatable, Sendable {
    package enum Failure: Equatable, Sendable {
        /// The callee answers with this HTTP status, without having been asked.
        case status(Int)
        /// The connection breaks off.
        case reset
    }

    /// How long a call waits before anything happens, on the instance's clock.
    package var delay: Duration?
    package var failure: Failure?
    /// How many of the calls it strikes: 1 for all, 0.5 for half of them, chosen by the instance's randomness.
    package var share: Double

    package init(delay: Duration? = nil, failure: Failure? = nil, share: Double = 1) {
        self.delay = delay
        self.failure = failure
        self.share = share
    }

    /// As the control API gives and takes it: `{"delay": 0.5, "status": 503, "share": 0.1}`, `{"reset": true}`.
    package var json: JSON {
        var status: Int?
        var isReset = false
        switch failure {
        case .status(let code): status = code
        case .reset: isReset = true
        case nil: break
        }
        return .compact([
            "delay": delay.map { .double(Double($0.wholeMilliseconds) / 1000) }, "status": status.map { JSON($0) },
            "reset": isReset ? true : nil, "share": .double(share),
        ])
    }

    /// - Throws: `UnusableFault`.
    package init(_ document: JSON) throws {
        let known = ["delay", "status", "reset", "share"]
        if let unknown = document.object?.members.first(where: { !known.contains($0.name) }) {
            throw UnusableFault(reason: "'\(unknown.name)' is none of \(known.joined(separator: ", "))")
        }
        self.init()
        if let value = document["delay"] {
            guard let seconds = value.double, (0...86_400).contains(seconds) else {
                throw UnusableFault(reason: "'delay' is a number of seconds, up to a day")
            }
            delay = .milliseconds(Int64(seconds * 1000))
        }
        if let value = document["status"] {
            guard let code = value.int, (400...599).contains(code) else {
                throw UnusableFault(reason: "'status' is an HTTP status between 400 and 599")
            }
            failure = .status(code)
        }
        if document["reset"]?.bool == true {
            if failure != nil { throw UnusableFault(reason: "a call cannot have both a 'status' and a 'reset'") }
            failure = .reset
        }
        if let value = document["share"] {
            guard let number = value.double, number > 0, number <= 1 else {
                throw UnusableFault(reason: "'share' is a number above 0 and up to 1")
            }
            share = number
        }
        if delay == nil && failure == nil {
            throw UnusableFault(reason: "it needs a 'delay', a 'status' or a 'reset'")
        }
    }
}

/// A fault that makes no sense, or not on this edge.
package struct UnusableFault: Error, Sendable, CustomStringConvertible {
    package var reason: String

    package var description: String { "this is no fault: \(reason)" }
}

extension Duration {
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
