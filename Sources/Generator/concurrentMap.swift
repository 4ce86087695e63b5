import Dispatch
import Synchronization

/// What both functions make, on two cores at once.
func concurrently<First: Sendable, Second: Sendable>(
    _ first: @Sendable () -> First, _ second: @Sendable () -> Second
) -> (First, Second) {
    let other = Mutex<Second?>(nil)
    let one = Mutex<First?>(nil)
    DispatchQueue.concurrentPerform(iterations: 2) { number in
        if number == 0 {
            let made = first()
            one.withLock { $0 = made }
        } else {
            let made = second()
            other.withLock { $0 = made }
        }
    }
    guard let made = one.withLock(\.self), let more = other.withLock(\.self) else {
        preconditionFailure("both have been called by now")
    }
    return (made, more)
}

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

    /// Its elements in order, `size` at a time.
    func pieces(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min(count, $0 + size)] }
    }
}
