import Determinism
import Diagnostics
package import JSONTree

extension Journal.Entry {
    /// As the control API and `orrery journal --format json` give it.
    package var json: JSON {
        .compact([
            "number": JSON(number), "time": .string(time.rfc3339()), "caller": .string(caller),
            "callee": .string(callee), "kind": .string(kind), "summary": .string(summary),
            "outcome": .string(outcome), "reason": reason.map(JSON.string),
            "manifest": span?.json,
            "microseconds": .int(microseconds), "trace": trace.map(JSON.string),
        ])
    }
}

extension SourceSpan {
    /// The place in a manifest, for machines.
    var json: JSON { ["file": .string(file), "line": JSON(line), "column": JSON(column)] }
}
