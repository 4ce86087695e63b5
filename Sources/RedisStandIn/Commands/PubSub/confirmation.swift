/// What `SUBSCRIBE` and its like answer for one channel: the client's subscriptions are counted after it.
func confirmation(_ kind: String, _ channel: Key?, _ client: Client) -> RESPValue {
    .push([.text(kind), channel.map { .bulk($0.bytes) } ?? .null, .count(client.subscriptions)])
}
