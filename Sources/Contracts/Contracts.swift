// The contracts a service is held to: OpenAPI documents and the JSON Schemas in them.
//
// `OpenAPIDocument` reads a document and resolves its references; its operations say which requests they take and which
// responses they give, with schemas. `JSONSchema` checks a value, `sample` makes one that conforms. Everything is a
// value: whoever runs a contract brings the requests and the store.
