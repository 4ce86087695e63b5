import HTTP
package import JSONTree

/// One block of a tool's result: text, an image, a resource or a link to one.
///
/// It holds the block as it goes over the wire, so that a server that forwards another's result loses nothing.
package struct Content: Hashable, Sendable {
    package var json: JSON

    package init(json: JSON) { self.json = json }

    package static func text(_ text: String) -> Content { Content(json: ["type": "text", "text": .string(text)]) }

    package static func image(_ bytes: [UInt8], mimeType: String) -> Content {
        Content(json: ["type": "image", "data": .string(Base64.standard.encode(bytes)), "mimeType": .string(mimeType)])
    }

    package static func audio(_ bytes: [UInt8], mimeType: String) -> Content {
        Content(json: ["type": "audio", "data": .string(Base64.standard.encode(bytes)), "mimeType": .string(mimeType)])
    }

    package static func resource(_ contents: ResourceContents) -> Content {
        Content(json: ["type": "resource", "resource": contents.json])
    }

    package static func resourceLink(uri: String, name: String, mimeType: String? = nil) -> Content {
        Content(
            json: .compact([
                "type": "resource_link", "uri": .string(uri), "name": .string(name),
                "mimeType": mimeType.map(JSON.string),
            ]))
    }

    /// The text of a text block; nil for the other kinds.
    package var text: String? { json["type"]?.string == "text" ? json["text"]?.string : nil }
}

/// What a resource holds: text or bytes, under the URI it was read from.
package struct ResourceContents: Hashable, Sendable {
    package var json: JSON

    package init(json: JSON) { self.json = json }

    package static func text(_ text: String, uri: String, mimeType: String = "text/plain") -> ResourceContents {
        ResourceContents(json: ["uri": .string(uri), "mimeType": .string(mimeType), "text": .string(text)])
    }

    package static func json(_ document: JSON, uri: String) -> ResourceContents {
        text(document.text, uri: uri, mimeType: "application/json")
    }

    package static func bytes(_ bytes: [UInt8], uri: String, mimeType: String = "application/octet-stream")
        -> ResourceContents
    {
        ResourceContents(
            json: [
                "uri": .string(uri), "mimeType": .string(mimeType), "blob": .string(Base64.standard.encode(bytes)),
            ])
    }

    package var uri: String { json["uri"]?.string ?? "" }
    package var text: String? { json["text"]?.string }
}
