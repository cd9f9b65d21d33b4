import type { Entity } from '@cyborux/contract';
import type { HttpAnswer, Net } from '../net.ts';
import { defineProbe } from '../probe.ts';
import { advertisesHttp3 } from '../protocols/alt-svc.ts';
import { normaliseName } from '../protocols/domain-name.ts';
import { htmlTitle } from '../protocols/html-title.ts';
import {
  type Chain,
  fieldValues,
  type Hop,
  hostOf,
  isHtml,
  type Web,
  webSchema,
} from '../protocols/http-chain.ts';
import { follow } from '../protocols/http-follow.ts';
import { pageFacts } from '../protocols/page-facts.ts';
import { pageLibraries } from '../protocols/page-libraries.ts';
import { pageResponse } from '../protocols/page-response.ts';
import { products } from '../protocols/product-version.ts';
import { serviceName } from '../protocols/service-name.ts';
import { fingerprinted, webProducts } from '../protocols/technologies/product-entities.ts';
import { inScope } from '../scope.ts';

const MAX_BODY = 524_288;
/** Characters of a body that checks may read themselves. */
const MAX_KEPT = 16_384;

/** GET / over http and https, each redirect followed as long as it stays with the target. */
export const httpResponse = defineProbe({
  id: 'http-response',
  title: 'HTTP response',
  accepts: 'FQDN',
  intrusiveness: 'light',
  timeoutMs: 45_000,
  observation: webSchema,
  async observe(entity, net, target): Promise<Web> {
    const asked = new Map<string, Promise<HttpAnswer>>();
    // Plain http mostly leads to what https is asked for anyway.
    const fetchOnce = (url: string) => {
      const answer = asked.get(url) ?? net.fetch(url, { maxBytes: MAX_BODY });
      asked.set(url, answer);
      return answer;
    };
    const rules = { fetchOnce, isOurs: (host: string) => inScope(host, target) };
    const [http, https] = await Promise.all([
      follow(`http://${entity.name}/`, rules),
      follow(`https://${entity.name}/`, rules),
    ]);
    const page = pageResponse({ http, https });
    if (page === null || !('body' in page)) return seenWith(net, entity.name, { http, https });
    const facts = pageFacts(page.url, page.body, page.truncated);
    const { libraries: feed } = net.feeds;
    const libraries = feed && {
      libraries: await pageLibraries({
        ...{ page: facts, html: page.body, feed },
        isOurs: (host) => inScope(host, target),
        read: (url) => readScript(url, net),
      }),
    };
    return seenWith(net, entity.name, { http, https, page: facts, ...libraries });
  },
  *reveals(web, entity, target) {
    const { http, https, page } = web;
    const hops = [http, https].flatMap((chain) => ('hops' in chain ? chain.hops : []));
    const services = Map.groupBy(hops, (hop) => serviceName(hop.address, hop.port));
    for (const [name, here] of services) yield serviceEntity(name, here);
    const led = hops.flatMap(({ location, refresh }) => [location ?? [], refresh ?? []].flat());
    const hosts = led.filter((url) => URL.canParse(url)).map(hostOf);
    const linked = (page?.hosts ?? []).filter((name) => inScope(name, target));
    for (const name of new Set([...hosts, ...linked].map(normaliseName))) {
      if (name !== null && name !== entity.name) yield { kind: 'FQDN', name, attributes: {} };
    }
    for (const name of page?.contacts ?? []) yield contactEntity(name, entity.name);
    yield* webProducts(web, entity.name);
    const seen = visitOf(https, entity.name) ?? visitOf(http, entity.name);
    if (seen === null) return;
    const attributes = {
      ...seen,
      ...(page !== undefined && { page_hash: page.sha256 }),
      ...(page?.language != null && { language: page.language }),
    };
    yield { kind: 'FQDN', name: entity.name, attributes };
  },
});

function seenWith({ feeds }: Net, host: string, web: Web): Web {
  const told = feeds.fingerprints && { fingerprinted: fingerprinted(web, host, feeds.fingerprints) };
  return { ...web, ...told, http: shortened(web.http), https: shortened(web.https) };
}

/** One file, no redirect: what is elsewhere is known by its address alone. */
async function readScript(url: string, net: Net): Promise<string | null | 'unknown'> {
  const answer = await net.fetch(url, { maxBytes: MAX_BODY });
  if (answer.state === 'present') return answer.status === 200 ? answer.body : null;
  return answer.state === 'absent' ? null : 'unknown';
}

/** Stored twice at most; the facts are of all that was read. */
function shortened(chain: Chain): Chain {
  if (chain.state !== 'present' || chain.body.length <= MAX_KEPT) return chain;
  return { ...chain, body: chain.body.slice(0, MAX_KEPT), truncated: true };
}

function serviceEntity(name: string, hops: readonly Hop[]): Entity {
  const hop = hops.at(-1) as Hop;
  const [server] = products(fieldValues(hop, 'server')[0] ?? '');
  const tls = hop.url.startsWith('https:');
  const versions = [...new Set(hops.flatMap(({ httpVersion }) => httpVersion ?? []))].toSorted();
  const alternatives = hops.flatMap((each) => fieldValues(each, 'alt-svc'));
  return {
    kind: 'Service',
    name,
    attributes: {
      address: hop.address,
      port: hop.port,
      transport: 'tcp',
      protocol: tls ? 'https' : 'http',
      tls,
      ...(versions.length > 0 && { http_versions: versions }),
      ...(tls && advertisesHttp3(alternatives, hop.port) && { http3_advertised: true }),
      ...(server !== undefined && { product: server.product }),
      ...(server?.version != null && { version: server.version }),
    },
  };
}

function contactEntity(name: string, host: string): Entity {
  return {
    kind: 'ContactRecord',
    name,
    attributes: { contact_type: 'email', role: 'website', published_in: `https://${host}/` },
  };
}

/** What a visitor of the host gets from the host itself: the last of its own answers. */
function visitOf(chain: Chain, host: string): { http_status: number; title?: string } | null {
  const hops = 'hops' in chain ? chain.hops : [];
  const hop = hops.findLast((each) => hostOf(each.url) === host && each.wall === undefined);
  if (hop === undefined) return null;
  const title =
    chain.state === 'present' && hop === hops.at(-1) && isHtml(hop, chain.body)
      ? htmlTitle(chain.body)
      : null;
  return { http_status: hop.status, ...(title !== null && { title }) };
}
