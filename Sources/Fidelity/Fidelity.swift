/// How near a stand-in or mock is to the real thing for one command or feature.
///
/// Every entry of a command table carries one; the coverage pages in `docs/` are made from them.
package enum Fidelity: Equatable, Sendable {
    /// The same replies, errors and effects as the real one, as far as its published tests and our transcripts tell.
    case exact
    /// Works, with the difference that the text names.
    case approximate(String)
    /// Answers with the real server's error for something it cannot do; the text is the reason.
    case unsupported(String)
}
