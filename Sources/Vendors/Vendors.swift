enum VendorsPlaceholder {}
