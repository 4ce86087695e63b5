import Crypto

/// HMAC-SHA256 of `text` under `key`, in lower-case hexadecimal digits.
func hmacSHA256(_ text: String, key: String) -> String {
    let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: Array(key.utf8)))
    return code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
