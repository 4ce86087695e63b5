// Who is calling: an OAuth 2 and OpenID Connect authorization server, and the check of the tokens it gives.
//
// `AuthorizationServer` is a `Handler` over values: clients and users come from a `Configuration` (typed, or read from
// JSON), time and ids are injected, and what it must remember can be exported and imported as JSON. It gives out
// authorization codes with PKCE, client credentials and rotating refresh tokens; access tokens are JWTs of RFC 9068.
//
// `TokenVerifier` is the other side: it checks such a token against a key set, and `Challenge` is what a request without
// a good one is answered with. The gateway and the MCP servers use both.
// Never offered: the implicit and password grants, PKCE `plain`, `alg: none` and symmetric signatures.
