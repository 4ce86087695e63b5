package import Diagnostics
package import YAMLTree

/// Who may use a Gateway or a route; https://gateway.envoyproxy.io/docs/api/extension_types/#securitypolicy.
package struct SecurityPolicy: ManifestKind {
    package static let apiVersion = "gateway.envoyproxy.io/v1alpha1"
    package static let kind = "SecurityPolicy"

    package var metadata: ObjectMeta
    package var targetRefs: [PolicyTarget]
    package var cors: CORS?
    package var jwt: JWT?
    package var authorization: Authorization?

    package init(
        metadata: ObjectMeta, targetRefs: [PolicyTarget], cors: CORS? = nil, jwt: JWT? = nil,
        authorization: Authorization? = nil
    ) {
        self.metadata = metadata
        self.targetRefs = targetRefs
        self.cors = cors
        self.jwt = jwt
        self.authorization = authorization
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        targetRefs = spec.elements("targetRefs") { PolicyTarget(reading: &$0) }
        cors = spec.optional("cors") { CORS(reading: &$0) }
        jwt = spec.optional("jwt") { JWT(reading: &$0) }
        authorization = spec.optional("authorization") { Authorization(reading: &$0) }
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        [
            YAML.Entry(
                "spec",
                .object([
                    "targetRefs": .list(targetRefs.map(\.yaml)), "cors": cors?.yaml, "jwt": jwt?.yaml,
                    "authorization": authorization?.yaml,
                ]))
        ]
    }

    /// What browsers of other origins may do.
    package struct CORS: Equatable, Sendable {
        package var allowOrigins: [String]
        package var allowMethods: [String]
        package var allowHeaders: [String]
        package var exposeHeaders: [String]
        /// `10m`.
        package var maxAge: String?
        package var allowCredentials: Bool?

        package init(
            allowOrigins: [String], allowMethods: [String] = [], allowHeaders: [String] = [],
            exposeHeaders: [String] = [], maxAge: String? = nil, allowCredentials: Bool? = nil
        ) {
            self.allowOrigins = allowOrigins
            self.allowMethods = allowMethods
            self.allowHeaders = allowHeaders
            self.exposeHeaders = exposeHeaders
            self.maxAge = maxAge
            self.allowCredentials = allowCredentials
        }

        package init(reading object: inout FieldReader) {
            allowOrigins = object.strings("allowOrigins")
            allowMethods = object.strings("allowMethods")
            allowHeaders = object.strings("allowHeaders")
            exposeHeaders = object.strings("exposeHeaders")
            maxAge = object.optionalString("maxAge")
            allowCredentials = object.optionalBool("allowCredentials")
        }

        package var yaml: YAML {
            .object([
                "allowOrigins": .strings(allowOrigins), "allowMethods": .strings(allowMethods),
                "allowHeaders": .strings(allowHeaders), "exposeHeaders": .strings(exposeHeaders),
                "maxAge": maxAge.map(YAML.string), "allowCredentials": allowCredentials.map(YAML.bool),
            ])
        }
    }

    /// The tokens that are asked for.
    package struct JWT: Equatable, Sendable {
        /// Whether a request without a token passes; one with a bad token never does.
        package var optional: Bool
        package var providers: [Provider]

        package init(optional: Bool = false, providers: [Provider]) {
            self.optional = optional
            self.providers = providers
        }

        package init(reading object: inout FieldReader) {
            self.optional = object.optionalBool("optional") ?? false
            providers = object.elements("providers") { Provider(reading: &$0) }
        }

        package var yaml: YAML {
            .object(["optional": self.optional ? true : nil, "providers": .list(providers.map(\.yaml))])
        }
    }

    /// Who issues tokens, and where its keys are.
    package struct Provider: Equatable, Sendable {
        package var name: String
        package var issuer: String?
        package var audiences: [String]
        package var jwksURI: String
        package var claimToHeaders: [ClaimToHeader]
        @Position package var span: SourceSpan?

        package init(
            name: String, issuer: String? = nil, audiences: [String] = [], jwksURI: String,
            claimToHeaders: [ClaimToHeader] = [], span: SourceSpan? = nil
        ) {
            self.name = name
            self.issuer = issuer
            self.audiences = audiences
            self.jwksURI = jwksURI
            self.claimToHeaders = claimToHeaders
            self.span = span
        }

        package init(reading object: inout FieldReader) {
            name = object.string("name")
            issuer = object.optionalString("issuer")
            audiences = object.strings("audiences")
            jwksURI = object.required("remoteJWKS") { $0.string("uri") }
            claimToHeaders = object.elements("claimToHeaders") { ClaimToHeader(reading: &$0) }
            span = object.span
        }

        package var yaml: YAML {
            .object([
                "name": .string(name), "issuer": issuer.map(YAML.string), "audiences": .strings(audiences),
                "remoteJWKS": .object(["uri": .string(jwksURI)]),
                "claimToHeaders": claimToHeaders.isEmpty ? nil : .list(claimToHeaders.map(\.yaml)),
            ])
        }
    }

    /// A claim that the backend gets as a header field.
    package struct ClaimToHeader: Equatable, Sendable {
        package var header: String
        package var claim: String

        package init(header: String, claim: String) {
            self.header = header
            self.claim = claim
        }

        package init(reading object: inout FieldReader) {
            header = object.string("header")
            claim = object.string("claim")
        }

        package var yaml: YAML { .object(["header": .string(header), "claim": .string(claim)]) }
    }
}
