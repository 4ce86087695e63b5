enum NetworkPolicyPlaceholder {}
