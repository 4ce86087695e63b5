-- Advertising campaigns and where each runs.
CREATE TABLE campaigns (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    -- The draft in the content database that the campaign advertises.
    content_id text,
    audience text NOT NULL,
    -- Millionths of the account's currency, as Google Ads counts.
    budget_micros bigint NOT NULL CHECK (budget_micros > 0),
    status text NOT NULL DEFAULT 'draft',
    google_ads_resource text,
    meta_campaign_id text,
    -- What other sub-companies told this one over MCP.
    context jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX campaigns_by_content ON campaigns (content_id);
CREATE INDEX campaigns_by_age ON campaigns (created_at DESC);
