enum PromptSalesPlaceholder {}
