import Dispatch
import Synchronization

extension Array where Element: Sendable {
    /// What `transform` makes of each element, in the order of the elements, on all cores at once. For thousands of
    /// elements, or for few that take long: `pieceSize` of them are one piece of work.
    func concurrentMap<Result: Sendable>(
        pieceSize: Int = 32, _ transform: @Sendable (Element) -> Result
    ) -> [Result] {
        let pieces = pieces(of: pieceSize)
        if pieces.count < 2 { return map(transform) }
        let results = Mutex([[Result]](repeating: [], count: pieces.count))
        DispatchQueue.concurrentPerform(iterations: pieces.count) { number in
            let made = pieces[number].map(transform)
            results.withLock { $0[number] = made }
        }
        return results.withLock { $0.flatMap(\.self) }
    }

    /// The same, where some elements take much longer than others: those with the greatest `weight` are begun first, so
    /// that no core waits for the last of them.
    func concurrentMap<Result: Sendable>(
        heaviestFirst weight: (Element) -> Int, _ transform: @Sendable (Element) -> Result
    ) -> [Result] {
        let order = indices.sorted { (weight(self[$1]), $0) < (weight(self[$0]), $1) }
        let made = order.concurrentMap(pieceSize: 8) { transform(self[$0]) }
        return zip(order, made).sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// Its elements in order, `size` at a time.
    func pieces(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min(count, $0 + size)] }
    }
}

/// What both functions make, at once.
func concurrently<First: Sendable, Second: Sendable>(
    _ first: @Sendable () -> First, _ second: @Sendable () -> Second
) -> (First, Second) {
    let results = Mutex<(first: First?, second: Second?)>((nil, nil))
    DispatchQueue.concurrentPerform(iterations: 2) { number in
        if number == 0 {
            let made = first()
            results.withLock { $0.first = made }
        } else {
            let made = second()
            results.withLock { $0.second = made }
        }
    }
    guard case (let first?, let second?) = results.withLock({ $0 }) else {
        preconditionFailure("concurrentPerform has returned before its work was done")
    }
    return (first, second)
}
