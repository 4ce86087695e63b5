enum MCPPlaceholder {}
