import { type Entity, unknown } from '@cyborux/contract';
import type { HttpAnswer, HttpResponse } from '../net.ts';
import { defineProbe } from '../probe.ts';
import { challenge } from '../protocols/challenge.ts';
import { normaliseName } from '../protocols/domain-name.ts';
import { htmlTitle } from '../protocols/html-title.ts';
import {
  type Chain,
  fieldValues,
  type Hop,
  hostOf,
  isHtml,
  redirectOf,
  type Web,
  webSchema,
} from '../protocols/http-chain.ts';
import { products } from '../protocols/product-version.ts';
import { serviceName } from '../protocols/service-name.ts';
import { inScope } from '../scope.ts';

const MAX_HOPS = 10;
const MAX_BODY = 16_384;

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
    const isOurs = (host: string) => inScope(host, target);
    const [http, https] = await Promise.all([
      follow(`http://${entity.name}/`, fetchOnce, isOurs),
      follow(`https://${entity.name}/`, fetchOnce, isOurs),
    ]);
    return { http, https };
  },
  *reveals({ http, https }, entity) {
    const hops = [http, https].flatMap((chain) => ('hops' in chain ? chain.hops : []));
    const services = new Map(hops.map((hop) => [serviceName(hop.address, hop.port), hop]));
    for (const [name, hop] of services) yield serviceEntity(name, hop);
    const hosts = hops.flatMap(({ location }) =>
      location !== undefined && URL.canParse(location) ? [hostOf(location)] : [],
    );
    for (const name of new Set(hosts.map(normaliseName))) {
      if (name !== null && name !== entity.name) yield { kind: 'FQDN', name, attributes: {} };
    }
    const page = pageFacts(https, entity.name) ?? pageFacts(http, entity.name);
    if (page !== null) yield { kind: 'FQDN', name: entity.name, attributes: page };
  },
});

async function follow(
  start: string,
  fetchOnce: (url: string) => Promise<HttpAnswer>,
  isOurs: (host: string) => boolean,
): Promise<Chain> {
  const hops: Hop[] = [];
  const seen = new Set<string>();
  let url = start;
  let last = { body: '', truncated: false };
  for (;;) {
    const answer = await fetchOnce(url);
    if (answer.state === 'unknown' && hops.length === 0) return { ...answer, hops };
    if (answer.state === 'absent' && hops.length === 0) return answer;
    if (answer.state !== 'present')
      return { state: 'present', hops, ended: 'no-answer', next: answer, ...last };
    const wall = challenge(answer);
    if (wall !== null) {
      hops.push({ ...hopOf(answer, url), wall: wall.product });
      return { ...unknown('blocked', `A ${wall.kind} answered for the site (${wall.product}).`), hops };
    }
    const hop = hopOf(answer, url);
    hops.push(hop);
    seen.add(url);
    last = { body: answer.body, truncated: answer.truncated };
    const redirect = redirectOf(url, answer.status, fieldValues(hop, 'location')[0]);
    if ('ended' in redirect) {
      if (redirect.location !== undefined) hop.location = redirect.location;
      return { state: 'present', hops, ended: redirect.ended, ...last };
    }
    url = redirect.to.href;
    hop.location = url;
    if (!isOurs(redirect.to.hostname)) return { state: 'present', hops, ended: 'left-scope', ...last };
    if (seen.has(url)) return { state: 'present', hops, ended: 'loop', ...last };
    if (hops.length === MAX_HOPS) return { state: 'present', hops, ended: 'too-many', ...last };
  }
}

function hopOf(answer: HttpResponse, url: string): Hop {
  return {
    url,
    status: answer.status,
    headers: answer.headers.map(([name, value]) => [name, value]),
    address: answer.address,
    port: answer.port,
    ...(answer.certificateError !== undefined && { certificateError: answer.certificateError }),
  };
}

function serviceEntity(name: string, hop: Hop): Entity {
  const [server] = products(fieldValues(hop, 'server')[0] ?? '');
  const tls = hop.url.startsWith('https:');
  return {
    kind: 'Service',
    name,
    attributes: {
      address: hop.address,
      port: hop.port,
      transport: 'tcp',
      protocol: tls ? 'https' : 'http',
      tls,
      ...(server !== undefined && { product: server.product }),
      ...(server?.version != null && { version: server.version }),
    },
  };
}

/** What a visitor of the host gets from the host itself: the last of its own answers. */
function pageFacts(chain: Chain, host: string): { http_status: number; title?: string } | null {
  const hops = 'hops' in chain ? chain.hops : [];
  const hop = hops.findLast((each) => hostOf(each.url) === host && each.wall === undefined);
  if (hop === undefined) return null;
  const title =
    chain.state === 'present' && hop === hops.at(-1) && isHtml(hop, chain.body)
      ? htmlTitle(chain.body)
      : null;
  return { http_status: hop.status, ...(title !== null && { title }) };
}
