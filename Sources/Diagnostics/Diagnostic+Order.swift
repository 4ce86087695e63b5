extension Sequence<Diagnostic> {
    /// In the order of files and places; those without a place come last. Equal places keep errors before warnings and
    /// then the order of ids, so that the same findings always come out in the same order.
    package func sorted() -> [Diagnostic] {
        sorted { lhs, rhs in
            switch (lhs.span, rhs.span) {
            case (let left?, let right?) where left != right: left < right
            case (nil, _?): false
            case (_?, nil): true
            case (nil, nil), (_?, _?):
                if lhs.severity != rhs.severity {
                    lhs.severity > rhs.severity
                } else {
                    (lhs.id, lhs.message) < (rhs.id, rhs.message)
                }
            }
        }
    }
}
