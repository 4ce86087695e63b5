import HTTP
import Testing

@Suite struct Base64Tests {
    /// The vectors of RFC 4648 10, and one that needs the characters in which the alphabets differ.
    static let vectors: [(String, String, [UInt8])] = [
        ("", "", []), ("Zg==", "Zg", Array("f".utf8)), ("Zm8=", "Zm8", Array("fo".utf8)),
        ("Zm9v", "Zm9v", Array("foo".utf8)), ("Zm9vYg==", "Zm9vYg", Array("foob".utf8)),
        ("Zm9vYmE=", "Zm9vYmE", Array("fooba".utf8)), ("Zm9vYmFy", "Zm9vYmFy", Array("foobar".utf8)),
        ("+/+/", "-_-_", [0xFB, 0xFF, 0xBF]),
    ]

    @Test(arguments: vectors)
    func `both alphabets go both ways`(_ standard: String, _ url: String, _ bytes: [UInt8]) {
        #expect(Base64.standard.encode(bytes) == standard)
        #expect(Base64.url.encode(bytes) == url)
        #expect(Base64.standard.decode(standard) == bytes)
        #expect(Base64.url.decode(url) == bytes)
    }

    @Test func `padding may be missing in the standard form`() {
        #expect(Base64.standard.decode("Zg") == Array("f".utf8))
    }

    @Test(arguments: ["Z", "Zm9vZ", "Zh", "Zm9", "Zg=", "Zg===", "Z g=", "Zm9vé", "-_-_", "=", "Zg==Zg=="])
    func `what no bytes have is refused`(_ text: String) {
        #expect(Base64.standard.decode(text) == nil)
    }

    @Test(arguments: ["Zg==", "+/+/", "Zh"])
    func `the URL-safe form has neither padding nor the other alphabet`(_ text: String) {
        #expect(Base64.url.decode(text) == nil)
    }
}
