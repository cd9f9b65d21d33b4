import { type Kysely, sql } from 'kysely';
import type { Database } from '../packages/server/src/db/schema.ts';

/** Per 100 entities. */
const KINDS = [
  ['FQDN', 60],
  ['IPAddress', 15],
  ['DNSRecord', 10],
  ['Service', 9],
  ['TLSCertificate', 5],
  ['ContactRecord', 1],
] as const;

/** Fills a domain with that many entities of all kinds: most without risk, seen over a year. */
export async function fillEntities(
  db: Kysely<Database>,
  domain: { id: string; name: string },
  count: number,
): Promise<void> {
  for (const [kind, share] of KINDS) {
    await sql`
      insert into entities (
        domain_id, id, kind, name, attributes, sources, risk_level, risk_score, first_seen, last_seen, last_analysis_id
      )
      select ${domain.id}::uuid, overlay(overlay(md5(${domain.id} || ${kind} || n) placing '8' from 13) placing '8' from 17)::uuid, ${kind}, ${nameOf(kind, domain.name)},
        ${attributesOf(kind)}, case when n % 3 = 0 then array['crtsh'] else array['certspotter', 'crtsh', 'dns-records'] end,
        level, case when level = 4 then 0 else 100 / (level + 1) - hash % 9 end,
        timestamptz '2025-01-01Z' + hash * interval '3 s', timestamptz '2026-01-01Z' + hash * interval '2 s',
        ${domain.id}::uuid
      from generate_series(1, ${(count * share) / 100}::int) as n,
        lateral (select abs(hashint4(n)) % 10000000 as hash) as spread,
        lateral (select case when hash % 1000 < 1 then 0 when hash % 1000 < 8 then 1 when hash % 1000 < 30 then 2
          when hash % 1000 < 90 then 3 else 4 end as level) as risk
    `.execute(db);
  }
}

function nameOf(kind: string, domain: string) {
  if (kind === 'IPAddress') return sql`host('10.0.0.0'::inet + n)`;
  if (kind === 'Service') return sql`host('10.0.0.0'::inet + n) || ':443/tcp'`;
  if (kind === 'TLSCertificate') return sql`encode(sha256(n::text::bytea), 'hex')`;
  if (kind === 'ContactRecord') return sql`'mailto:team-' || n || ${`@${domain}`}`;
  const host = sql`
    (array['www','api','mail','vpn','cdn','login','static','git','ci','shop','db','cache','auth','app'])[1 + hash % 14]
      || '-' || n || '.' || (array['eu-west','us-east','ap-south','eu-north','sa-east'])[1 + hash % 5]
      || '.' || (array['prod','staging','dev','test','lab','internal','edge'])[1 + hash % 7] || ${`.${domain}`}`;
  return kind === 'DNSRecord' ? sql`${host} || ' A ' || host('10.0.0.0'::inet + n)` : host;
}

function attributesOf(kind: string) {
  if (kind !== 'FQDN') return sql`'{}'::jsonb`;
  return sql`jsonb_build_object('resolution', 'present', 'addresses', jsonb_build_array(host('10.0.0.0'::inet + n)),
    'http_status', 200, 'title', 'Sign in to ' || n)`;
}
