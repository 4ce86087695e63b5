-- People who answered, and what the external CRMs call them.
CREATE TABLE leads (
    id uuid PRIMARY KEY,
    source text NOT NULL,
    -- The vendor's id of the lead; a webhook that is delivered twice makes one lead.
    external_id text UNIQUE,
    email text NOT NULL,
    full_name text NOT NULL,
    content_id text,
    campaign_id text,
    hubspot_id text,
    salesforce_id text,
    status text NOT NULL DEFAULT 'new',
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX leads_by_email ON leads (email);
CREATE INDEX leads_by_age ON leads (created_at DESC);
