/// A list that grows and shrinks at both ends in constant time.
struct RingBuffer<Element> {
    private var storage: [Element?] = []
    private var head = 0
    private(set) var count = 0

    init() {}

    init(_ elements: [Element]) {
        storage = elements.map { $0 }
        count = elements.count
    }

    var isEmpty: Bool { count == 0 }

    private func slot(_ index: Int) -> Int {
        let position = head + index
        return position >= storage.count ? position - storage.count : position
    }

    /// nil outside `0..<count`.
    subscript(index: Int) -> Element? { index >= 0 && index < count ? storage[slot(index)] : nil }

    /// Does nothing outside `0..<count`.
    mutating func replace(at index: Int, with element: Element) {
        if index >= 0 && index < count { storage[slot(index)] = element }
    }

    mutating func append(_ element: Element) {
        grow()
        storage[slot(count)] = element
        count += 1
    }

    mutating func prepend(_ element: Element) {
        grow()
        head = head == 0 ? storage.count - 1 : head - 1
        storage[head] = element
        count += 1
    }

    mutating func popFirst() -> Element? {
        if isEmpty { return nil }
        let element = storage[head].take()
        head = slot(1)
        count -= 1
        return element
    }

    mutating func popLast() -> Element? {
        if isEmpty { return nil }
        count -= 1
        return storage[slot(count)].take()
    }

    /// The elements of `range`, which is cut to what there is.
    func slice(_ range: Range<Int>) -> [Element] { map(range) { $0 } }

    /// What `body` makes of the elements of `range`, which is cut to what there is.
    func map<Result>(_ range: Range<Int>, _ body: (Element) -> Result) -> [Result] {
        let range = range.clamped(to: 0..<count)
        var results: [Result] = []
        results.reserveCapacity(range.count)
        var position = slot(range.lowerBound)
        for _ in range {
            if let element = storage[position] { results.append(body(element)) }
            position += 1
            if position == storage.count { position = 0 }
        }
        return results
    }

    var elements: [Element] { slice(0..<count) }

    private mutating func grow() {
        if count < storage.count { return }
        var larger: [Element?] = []
        larger.reserveCapacity(count + max(8, count))
        larger.append(contentsOf: storage[head...])
        larger.append(contentsOf: storage[..<head])
        larger.append(contentsOf: repeatElement(nil, count: max(8, count)))
        storage = larger
        head = 0
    }
}
