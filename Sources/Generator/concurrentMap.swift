import Dispatch
import Synchronization

extension Array where Element: Sendable {
    /// What `transform` makes of each element, in the order of the elements, on all cores at once. For thousands of
    /// elements, or for few that take long: `pieceSize` of them are one piece of work.
    func concurrentMap<Result: Sendable>(
        pieceSize: Int = 32, _ transform: @Sendable (Element) -> Result
    ) -> [Result] {
        let pieces = (count + pieceSize - 1) / pieceSize
        if pieces < 2 { return map(transform) }
        let results = Mutex([[Result]](repeating: [], count: pieces))
        DispatchQueue.concurrentPerform(iterations: pieces) { piece in
            let made = self[piece * pieceSize..<Swift.min(count, (piece + 1) * pieceSize)].map(transform)
            results.withLock { $0[piece] = made }
        }
        return results.withLock { $0.flatMap(\.self) }
    }
}
