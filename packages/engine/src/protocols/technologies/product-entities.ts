import type { Entity } from '@cyborux/contract';
import { type Chain, hostOf, isHtml, type Web } from '../http-chain.ts';
import { recognise, type Site } from './recognise.ts';

/** No honest host has more. */
const MAX_PRODUCTS = 80;

/** The products that a host's own responses show, a CDN or WAF in front of it among them. */
export function webProducts({ http, https, page }: Web, host: string): Entity[] {
  const hops = [https, http].flatMap((chain) => ('hops' in chain ? chain.hops : []));
  const own = hops.filter(({ url }) => hostOf(url) === host);
  const walls = own.flatMap(({ wall }) => wall ?? []);
  // Of a long page the body is a prefix, and the outline has the scripts and meta elements of all of it.
  const outline = page !== undefined && hostOf(page.url) === host ? page.outline : '';
  const html = outline + (ownBody(https, host) ?? ownBody(http, host) ?? '');
  return productsOf({ headers: own.flatMap(({ headers }) => headers), html, walls }, host);
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
