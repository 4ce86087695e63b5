// The vendors' APIs, mocked: OpenAI, Meta, TikTok, Google Ads, HubSpot and Salesforce.
//
// A mock is a pure `Handler` with state: what is created can be read, listed, changed and deleted, as at the vendor, and
// the vendor's own SDK cannot tell the difference for what is covered. There is one folder per vendor and one file per
// group of endpoints. Every endpoint stands in its vendor's table with its method, path, summary and fidelity; from the
// table come dispatch, the ledger and `docs/vendors.md`. What is not in the table answers the vendor's own error for an
// unknown address and is recorded as unsupported.
//
// State lives in a `VendorStore`, one document at a time, so that an acknowledged write survives the process. Time comes
// from the instance's clock and every id from its seed: the same calls give the same bytes.
