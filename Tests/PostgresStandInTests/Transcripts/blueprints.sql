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
-- What the shop sells and what people ordered.
CREATE TABLE products (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    price_cents bigint NOT NULL CHECK (price_cents >= 0),
    in_stock boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE orders (
    id uuid PRIMARY KEY,
    customer text NOT NULL,
    product_id uuid NOT NULL,
    quantity integer NOT NULL CHECK (quantity > 0),
    status text NOT NULL DEFAULT 'placed',
    created_at timestamptz NOT NULL DEFAULT now()
);
\d campaigns
\d leads
\d products
\d orders
\d campaigns_by_age
\d leads_external_id_key
\dt
\di
select table_name, column_name, data_type, column_default, is_nullable from information_schema.columns where table_schema = 'public' order by table_name, ordinal_position;
select indexname, indexdef from pg_indexes where schemaname = 'public' order by indexname;
