/// Elements in ascending order, each once, in chunks short enough to insert into: found by value or by rank.
struct SortedChunks<Element: Comparable> {
    private static var chunkLimit: Int { 256 }
    private var chunks: [[Element]] = []
    private(set) var count = 0

    init() {}

    var isEmpty: Bool { count == 0 }
    var first: Element? { chunks.first?.first }
    var last: Element? { chunks.last?.last }

    /// The chunk in which `element` is or would be.
    private func chunk(for element: Element) -> Int {
        if let last = chunks.last?.first, last <= element { return chunks.count - 1 }
        var low = 0
        var high = chunks.count
        while low < high {
            let middle = low + (high - low) / 2
            if let first = chunks[middle].first, element < first { high = middle } else { low = middle + 1 }
        }
        return max(0, low - 1)
    }

    private func offset(of element: Element, in chunk: [Element]) -> Int {
        var low = 0
        var high = chunk.count
        while low < high {
            let middle = low + (high - low) / 2
            if chunk[middle] < element { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The stored element equal to `element`.
    func find(_ element: Element) -> Element? {
        if chunks.isEmpty { return nil }
        let chunk = chunks[chunk(for: element)]
        let offset = offset(of: element, in: chunk)
        return offset < chunk.count && chunk[offset] == element ? chunk[offset] : nil
    }

    /// False, and nothing changes, when an equal element is there.
    @discardableResult
    mutating func insert(_ element: Element) -> Bool {
        if chunks.isEmpty {
            chunks.append([element])
            count = 1
            return true
        }
        let position = chunk(for: element)
        let offset = offset(of: element, in: chunks[position])
        if offset < chunks[position].count, chunks[position][offset] == element { return false }
        count += 1
        if offset == chunks[position].count, position == chunks.count - 1, offset >= Self.chunkLimit {
            chunks.append([element])
            return true
        }
        chunks[position].insert(element, at: offset)
        if chunks[position].count > Self.chunkLimit {
            let upper = Array(chunks[position][(Self.chunkLimit / 2)...])
            chunks[position].removeSubrange((Self.chunkLimit / 2)...)
            chunks.insert(upper, at: position + 1)
        }
        return true
    }

    @discardableResult
    mutating func remove(_ element: Element) -> Element? {
        if chunks.isEmpty { return nil }
        let position = chunk(for: element)
        let offset = offset(of: element, in: chunks[position])
        guard offset < chunks[position].count, chunks[position][offset] == element else { return nil }
        let removed = chunks[position].remove(at: offset)
        if chunks[position].isEmpty { chunks.remove(at: position) }
        count -= 1
        return removed
    }

    mutating func removeFirst(_ number: Int) {
        var rest = min(max(0, number), count)
        count -= rest
        var whole = 0
        while whole < chunks.count, chunks[whole].count <= rest {
            rest -= chunks[whole].count
            whole += 1
        }
        chunks.removeFirst(whole)
        if rest > 0, !chunks.isEmpty { chunks[0].removeFirst(rest) }
    }

    /// How many elements come before the first one for which `belongsAfter` holds; it must hold for all after that.
    func rank(where belongsAfter: (Element) -> Bool) -> Int {
        var low = 0
        var high = chunks.count
        while low < high {
            let middle = low + (high - low) / 2
            if let last = chunks[middle].last, belongsAfter(last) { high = middle } else { low = middle + 1 }
        }
        var rank = 0
        for chunk in chunks[..<low] { rank += chunk.count }
        if low == chunks.count { return rank }
        let chunk = chunks[low]
        var from = 0
        var to = chunk.count
        while from < to {
            let middle = from + (to - from) / 2
            if belongsAfter(chunk[middle]) { to = middle } else { from = middle + 1 }
        }
        return rank + from
    }

    /// The elements whose ranks are in `range`, which is cut to what there is.
    func slice(_ range: Range<Int>) -> [Element] {
        let range = range.clamped(to: 0..<count)
        var slice: [Element] = []
        slice.reserveCapacity(range.count)
        var start = 0
        for chunk in chunks {
            if slice.count == range.count { break }
            let end = start + chunk.count
            if end > range.lowerBound {
                let wanted = range.clamped(to: start..<end)
                slice.append(contentsOf: chunk[(wanted.lowerBound - start)..<(wanted.upperBound - start)])
            }
            start = end
        }
        return slice
    }

    subscript(rank rank: Int) -> Element? { rank < 0 || rank >= count ? nil : slice(rank..<(rank &+ 1)).first }

    var elements: some Sequence<Element> { chunks.lazy.joined() }
}
