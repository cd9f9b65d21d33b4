import type { Entity } from '@cyborux/contract';
import { visible } from '../control-text.ts';
import { type Chain, hostOf, isHtml, type Web } from '../http-chain.ts';
import type { Fingerprints } from '../recog.ts';
import type { Fingerprinted } from './recog-products.ts';
import { recognise, type Site } from './recognise.ts';

/** No honest host has more. */
const MAX_PRODUCTS = 80;
const MAX_EVIDENCE = 160;

/** The products that a host's own responses show, a CDN or WAF in front of it among them. */
export function webProducts(web: Web, host: string): Entity[] {
  const own = productsOf(siteOf(web, host), host);
  return [
    ...own,
    ...libraryEntities(web, host, own),
    ...(web.fingerprinted ?? []).slice(0, MAX_PRODUCTS).map((each) => fingerprintedEntity(each, host)),
  ];
}

/** What the fingerprints of a feed tell of a host's own responses, beside what our signatures tell. */
export function fingerprinted(web: Web, host: string, recog: readonly Fingerprints[]): Fingerprinted[] {
  const others = recognise(siteOf(web, host), { recog }).filter(({ category }) => category === 'software');
  return others.map(({ product, vendor, version, cpe, evidence }) => ({
    ...{ product, vendor, version, cpe },
    evidence: visible(evidence, MAX_EVIDENCE),
  }));
}

/** A library that our signatures know too keeps the name that they give it, and gets its version. */
function libraryEntities({ libraries }: Web, host: string, own: readonly Entity[]): Entity[] {
  const known = new Map(own.map(({ name }) => [plain(name.slice(host.length)), name]));
  return (libraries?.found ?? []).map(({ name: library, version, url, by }) => {
    const name = known.get(plain(library)) ?? `${host} ${library}`;
    const product = name.slice(host.length + 1);
    const evidence = visible(by === 'url' ? `script ${url}` : `text of ${url}`, MAX_EVIDENCE);
    const attributes = { host, product, version, category: 'javascript-library', evidence };
    return { kind: 'Product', name, attributes };
  });
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]|\.?js$/g, '');
}

function fingerprintedEntity(
  { product, vendor, version, cpe, evidence }: Fingerprinted,
  host: string,
): Entity {
  return {
    kind: 'Product',
    name: `${host} ${product}`,
    attributes: {
      ...{ host, product, category: 'software', evidence },
      ...(version !== null && { version }),
      ...(vendor !== null && { vendor }),
      ...(cpe !== null && { cpe }),
    },
  };
}

function siteOf({ http, https, page }: Web, host: string): Site {
  const hops = [https, http].flatMap((chain) => ('hops' in chain ? chain.hops : []));
  const own = hops.filter(({ url }) => hostOf(url) === host);
  const walls = own.flatMap(({ wall }) => wall ?? []);
  // Of a long page the body is a prefix, and the outline has the scripts and meta elements of all of it.
  const outline = page !== undefined && hostOf(page.url) === host ? page.outline : '';
  const html = outline + (ownBody(https, host) ?? ownBody(http, host) ?? '');
  return { headers: own.flatMap(({ headers }) => headers), html, walls };
}

/** The providers that a host's aliases lead to. */
export function aliasProducts(aliases: readonly string[], host: string): Entity[] {
  return productsOf({ aliases }, host);
}

/** What the certificate that a host shows gives away. */
export function certificateProducts(leaf: { issuer: string; subject: string }, host: string): Entity[] {
  return productsOf({ issuer: leaf.issuer, subject: leaf.subject }, host);
}

/** A guess is none: it stays out of the inventory. */
function productsOf(site: Site, host: string): Entity[] {
  const sure = recognise(site).filter(({ certainty }) => certainty !== 'guess');
  return sure
    .slice(0, MAX_PRODUCTS)
    .map(({ product, vendor, version, category, cpe, certainty, evidence }) => ({
      kind: 'Product',
      name: `${host} ${product}`,
      attributes: {
        host,
        product,
        ...(version !== null && { version }),
        ...(vendor !== null && { vendor }),
        category,
        ...(cpe !== null && { cpe }),
        evidence: certainty === 'implied' ? `${evidence} needs it` : evidence,
      },
    }));
}

function ownBody(chain: Chain, host: string): string | null {
  const last = 'hops' in chain ? chain.hops.at(-1) : undefined;
  if (chain.state !== 'present' || chain.ended !== 'answered' || last === undefined) return null;
  return hostOf(last.url) === host && isHtml(last, chain.body) ? chain.body : null;
}
