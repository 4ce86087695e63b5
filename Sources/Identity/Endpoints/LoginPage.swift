import HTTP

/// The page a person signs in on.
struct LoginPage: Sendable {
    /// Where the form is posted to, relative to the page, so that a proxy may put another path in front.
    let action: String
    let clientName: String
    /// What the application asks for, in words.
    let scopes: [String]
    /// The authorization request, which the form carries along.
    let parameters: [(name: String, value: String)]
    let username: String
    let failed: Bool

    private static let ownFields: Set<String> = ["username", "password", "decision"]

    var response: Response {
        let hidden = parameters.filter { !Self.ownFields.contains($0.name) }.map { name, value in
            "<input type=\"hidden\" name=\"\(Self.escaped(name))\" value=\"\(Self.escaped(value))\">"
        }
        let wishes = scopes.map { "<li>\(Self.escaped($0))</li>" }.joined()
        let body = """
            <h1>Sign in</h1>
            <p>to continue to <strong>\(Self.escaped(clientName))</strong></p>
            \(failed ? "<p class=\"error\" role=\"alert\">The user name or the password is wrong.</p>" : "")
            <form method="post" action="\(Self.escaped(action))">
            \(hidden.joined(separator: "\n"))
            <label for="username">User name</label>
            <input id="username" name="username" value="\(Self.escaped(username))" autocomplete="username" \
            autocapitalize="none" required \(username.isEmpty ? "autofocus" : "")>
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required \
            \(username.isEmpty ? "" : "autofocus")>
            \(wishes.isEmpty ? "" : "<p>\(Self.escaped(clientName)) will be able to:</p><ul>\(wishes)</ul>")
            <button type="submit" name="decision" value="allow">Sign in</button>
            <button type="submit" name="decision" value="deny" class="quiet" formnovalidate>Cancel</button>
            </form>
            """
        return Self.page("Sign in", body, failed ? .badRequest : .ok)
    }

    /// The page for a request that cannot be answered at the application.
    static func refusal(_ text: String) -> Response {
        page(
            "Cannot sign in", "<h1>Cannot sign in</h1><p class=\"error\" role=\"alert\">\(escaped(text))</p>",
            .badRequest)
    }

    private static func page(_ title: String, _ body: String, _ status: Status) -> Response {
        let html = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title)</title>
            <style>\(style)</style>
            </head>
            <body><main>
            \(body)
            </main></body>
            </html>

            """
        var response = Response.html(html, status)
        response.fields["x-frame-options"] = "DENY"
        response.fields["content-security-policy"] =
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
        response.fields["referrer-policy"] = "no-referrer"
        response.fields["x-content-type-options"] = "nosniff"
        return response
    }

    private static let style = """
        :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
        body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f3f4f6; color: #111827; }
        main { width: min(22rem, calc(100vw - 4rem)); padding: 2rem; background: #fff; border-radius: .75rem;
          box-shadow: 0 1px 3px #0003; }
        h1 { margin: 0; font-size: 1.5rem; }
        label { display: block; margin-top: 1rem; font-weight: 600; }
        input { box-sizing: border-box; width: 100%; padding: .6rem; font: inherit; border: 1px solid #9ca3af;
          border-radius: .4rem; background: transparent; color: inherit; }
        button { width: 100%; margin-top: 1rem; padding: .65rem; font: inherit; font-weight: 600; border: 0;
          border-radius: .4rem; background: #1d4ed8; color: #fff; cursor: pointer; }
        button.quiet { margin-top: .5rem; background: transparent; color: inherit; }
        ul { margin: .25rem 0; padding-left: 1.25rem; }
        .error { padding: .5rem .75rem; border-radius: .4rem; background: #fee2e2; color: #991b1b; }
        @media (prefers-color-scheme: dark) {
          body { background: #111827; color: #f9fafb; } main { background: #1f2937; }
        }
        """

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }
}
