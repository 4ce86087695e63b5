/// Keys by the time they expire: a binary heap. An element whose key has another expiry by now is passed over.
struct ExpiryQueue {
    struct Element {
        var time: Int64
        var database: Int
        var key: Key
    }

    private var heap: [Element] = []

    var count: Int { heap.count }
    var first: Element? { heap.first }

    /// In no order; nil outside of what there is.
    func element(_ index: Int) -> Element? { heap.indices.contains(index) ? heap[index] : nil }

    mutating func insert(_ element: Element) {
        heap.append(element)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            if heap[parent].time <= heap[child].time { return }
            heap.swapAt(parent, child)
            child = parent
        }
    }

    mutating func removeFirst() {
        guard let last = heap.popLast() else { return }
        if heap.isEmpty { return }
        heap[0] = last
        var parent = 0
        while true {
            let left = 2 * parent + 1
            if left >= heap.count { return }
            let right = left + 1
            let child = right < heap.count && heap[right].time < heap[left].time ? right : left
            if heap[parent].time <= heap[child].time { return }
            heap.swapAt(parent, child)
            parent = child
        }
    }

    mutating func rebuild(from databases: [Database]) {
        heap.removeAll(keepingCapacity: true)
        for (number, database) in databases.enumerated() where database.expiring > 0 {
            for (key, entry) in database.entries.elements where entry.expiresAt != .max {
                insert(Element(time: entry.expiresAt, database: number, key: key))
            }
        }
    }
}
