create table customer (id serial primary key, email varchar(80) not null unique, balance numeric(10,2) default 0, created timestamptz not null default now());
create table invoice (id bigint primary key, customer_id int not null references customer (id) on delete cascade, total numeric(10,2) check (total > 0.0));
create index invoice_customer_idx on invoice (customer_id);
\dt
\dn
\di
