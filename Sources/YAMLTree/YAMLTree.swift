enum YAMLTreePlaceholder {}
