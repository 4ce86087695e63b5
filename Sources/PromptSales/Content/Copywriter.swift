import HTTP
import Images
import JSONTree

/// Writes texts with a chat model of OpenAI.
struct Copywriter: Sendable {
    let container: Container

    /// A short post about `topic`.
    ///
    /// - Throws: `UpstreamError` when the model refuses or answers without a text.
    func text(about topic: String, for audience: String) async throws -> String {
        let url = try container.url(of: "openai") + "/v1/chat/completions"
        let answer = try await container.json(
            .post, url,
            [
                "model": .string(container.environment["OPENAI_MODEL"] ?? "gpt-4o-mini"),
                "messages": [
                    ["role": "system", "content": "You write short social media posts for a marketing team."],
                    ["role": "user", "content": .string("Write a post about \(topic) for \(audience).")],
                ],
            ],
            fields: ["authorization": "Bearer \(try container.token(of: "openai"))"])
        guard let text = answer["choices"]?[0]?["message"]?["content"]?.string else {
            throw UpstreamError(method: .post, url: url, status: .ok, body: "no text in the completion")
        }
        return text
    }
}
