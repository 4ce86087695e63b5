/// What `MAXLEN` and `MINID` leave of a stream.
struct StreamTrim {
    enum Threshold {
        case length(Int64)
        case id(StreamID)
    }

    var threshold: Threshold
    var isApproximate = false
    var limit: Int64?

    /// `stream-node-max-entries`.
    private let nodeEntries: Int

    /// Reads `MAXLEN|MINID [=|~] threshold` at `index`, which is moved past them.
    init(_ call: Invocation, at index: inout Int) throws(RedisError) {
        nodeEntries = call.keyspace.encodings.streamNodeEntries
        let byLength = call.option(index) == "MAXLEN"
        index += 1
        if ["=", "~"].contains(call.option(index)), index + 1 < call.count {
            isApproximate = call.option(index) == "~"
            index += 1
        }
        if index >= call.count { throw .syntax }
        if byLength {
            let length = try call.integer(index)
            if length < 0 { throw RedisError("ERR The MAXLEN argument must be >= 0.") }
            threshold = .length(length)
        } else {
            threshold = .id(try call.streamID(index))
        }
        index += 1
    }

    /// How many of the oldest entries go.
    func removals(from stream: Stream) -> Int {
        let surplus =
            switch threshold {
            case .length(let length): max(0, stream.entries.count - Int(clamping: length))
            case .id(let id): stream.entries.rank { $0.id >= id }
            }
        if !isApproximate { return surplus }
        // Redis removes only nodes that go as a whole, up to 100 nodes of entries unless LIMIT says otherwise.
        let usual = nodeEntries <= 0 ? 10_000 : min(100 * nodeEntries, 1_000_000)
        return stream.wholeNodes(
            surplus: surplus, limit: limit.map { $0 == 0 ? Int.max : Int(clamping: $0) } ?? usual)
    }
}
