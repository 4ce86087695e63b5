import Fidelity
import HTTP
import JSONTree

/// The OpenAI API, after its API reference and what the Python SDK 3.54 sends.
enum OpenAI {
    static let filesReason = "files, batches, audio and vector stores are not built"
}

extension Vendor {
    static let openAI = Vendor(
        api: "openai", title: "OpenAI", reference: "https://platform.openai.com/docs/api-reference",
        hosts: ["api.openai.com"],
        endpoints: OpenAI.chatEndpoints + OpenAI.responseEndpoints + OpenAI.otherEndpoints,
        authenticate: { call in
            guard let key = call.request.bearerToken, !key.isEmpty else { throw Refusal(OpenAI.missingKey) }
            guard call.state.credentials.accepts(key) else { throw Refusal(OpenAI.wrongKey(key)) }
        },
        unknown: { call, allowed in
            if allowed.isEmpty { return OpenAI.invalidURL(call.request) }
            return OpenAI.methodNotAllowed(call.request)
        },
        malformed: { _, _ in OpenAI.unreadableBody },
        failed: { call in OpenAI.serverError(call) },
        dress: { response, call in
            let limits: [(String, String)] = [
                ("openai-organization", "orrery"), ("openai-processing-ms", "12"), ("openai-version", "2020-10-01"),
                ("x-ratelimit-limit-requests", "10000"), ("x-ratelimit-limit-tokens", "2000000"),
                ("x-ratelimit-remaining-requests", "9999"), ("x-ratelimit-remaining-tokens", "1999000"),
                ("x-ratelimit-reset-requests", "6ms"), ("x-ratelimit-reset-tokens", "30ms"),
                ("x-request-id", "req_" + call.trace),
            ]
            for (name, value) in limits { response.fields[name] = value }
        })
}

extension OpenAI {
    static let otherEndpoints: [Endpoint] = [
        Endpoint(
            .post, "/v1/embeddings", "Turn texts or tokens into vectors, as numbers or base64",
            .approximate("vectors are hashed words: texts that share words are near each other, meaning is not known"),
            createEmbeddings),
        Endpoint(
            .post, "/v1/moderations", "Classify texts by the categories of the moderation models",
            .approximate("a category is flagged by a short list of words"), createModeration),
        Endpoint(
            .post, "/v1/images/generations", "Make images from a prompt",
            .approximate("a real PNG of 64 by 64 coloured bands, whatever the prompt and the size"), createImages),
        Endpoint(.get, "/v1/models", "List the models", listModels),
        Endpoint(.get, "/v1/models/{model}", "Retrieve one model", retrieveModel),
        .unsupported(.post, "/v1/images/edits", "Edit images", "multipart uploads are not built"),
        .unsupported(.post, "/v1/files", "Upload a file", filesReason),
        .unsupported(.get, "/v1/files", "List files", filesReason),
        .unsupported(.post, "/v1/batches", "Create a batch", filesReason),
        .unsupported(.get, "/v1/batches", "List batches", filesReason),
        .unsupported(.post, "/v1/vector_stores", "Create a vector store", filesReason),
        .unsupported(.post, "/v1/audio/speech", "Make speech", filesReason),
        .unsupported(.post, "/v1/audio/transcriptions", "Transcribe speech", filesReason),
    ]
}
