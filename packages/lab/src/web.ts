import { X509Certificate } from 'node:crypto';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createSecureContext } from 'node:tls';
import type { Route } from '@cyborux/engine/net/options.ts';
import type { Authority } from './certificates.ts';
import { type Listener, loopback, openListener } from './listener.ts';
import { createMisbehavingPorts } from './port-behaviour.ts';
import { secureContextOptions } from './secure-context.ts';
import type { PageSpec, SiteSpec, TlsSpec } from './spec.ts';
import { startScriptedTls } from './tls-script/server.ts';
import { noSuchSite, replyTo } from './web-pages.ts';
import { type HttpsSite, type PortPlan, planPorts } from './web-plan.ts';
import { sendReply } from './web-reply.ts';

/** The web of the lab: every site on its address, at ports 80 and 443. */
export async function startWeb(
  sites: readonly SiteSpec[],
  authority: Authority,
): Promise<{ routes: Route[]; close(): Promise<void> }> {
  const misbehaving = createMisbehavingPorts();
  const listeners: Listener[] = [];

  async function open(plan: PortPlan): Promise<number | null> {
    if (plan.kind === 'behaviour') {
      return misbehaving.portFor(plan.behaviour, plan.port === 443 ? 'https' : 'http');
    }
    const listener = await (plan.kind === 'http' ? openHttp(plan) : openHttps(plan, authority));
    listeners.push(listener);
    return listener.port;
  }

  const routes: Route[] = [];
  for (const plan of planPorts(sites)) {
    const port = await open(plan);
    if (port === null) continue;
    routes.push({ address: plan.address, port: plan.port, to: { host: loopback, port } });
  }

  async function close(): Promise<void> {
    await Promise.all([misbehaving.close(), ...listeners.map((listener) => listener.close())]);
  }

  return { routes, close };
}

function openHttp({ sites }: Extract<PortPlan, { kind: 'http' }>): Promise<Listener> {
  const pages = new Map(sites.map((site) => [site.host, site.page]));
  return openListener(createHttpServer(answerWith('http', pages)));
}

async function openHttps(
  { sites, versions, tls = {} }: Extract<PortPlan, { kind: 'https' }>,
  authority: Authority,
): Promise<Listener> {
  if ('script' in tls) return await openScript(tls.script, sites, authority);
  const ways = tls;
  const pages = new Map(sites.map((site) => [site.host, site.page]));
  const settings = await Promise.all(sites.map((site) => settingsOf(site)));
  const contexts = new Map(settings.map(([host, options]) => [host, createSecureContext(options)]));

  async function settingsOf(site: HttpsSite) {
    const issued = await authority.issue(site.certificate);
    return [site.host, secureContextOptions(issued, versions, ways)] as const;
  }

  const server = createHttpsServer(
    {
      ...settings[0]?.[1],
      // No context for a name: the address's first certificate stays.
      SNICallback: (name, done) => done(null, contexts.get(name.toLowerCase())),
    },
    answerWith('https', pages),
  );
  const isStapled = sites.some(({ certificate }) => certificate.mustStaple === 'stapled');
  if (isStapled) server.on('OCSPRequest', (_certificate, _issuer, done) => done(null, STAPLE));
  return openListener(server);
}

/** An OCSPResponse that says no more than that it was successful (RFC 6960 section 4.2.1). */
const STAPLE = Buffer.from('30030a0100', 'hex');

async function openScript(
  script: Extract<TlsSpec, { script: unknown }>['script'],
  [site]: readonly HttpsSite[],
  authority: Authority,
): Promise<Listener> {
  const { key, cert } = await authority.issue({ names: [], key: 'rsa', ...site?.certificate });
  const [certificate = Buffer.alloc(0), ...issuers] = cert
    .split(/(?=-----BEGIN)/)
    .map((pem) => new X509Certificate(pem).raw);
  return await startScriptedTls({ ...script, key, certificate, issuers });
}

function originOf(origin: string | undefined): { origin?: string } {
  return origin === undefined ? {} : { origin };
}

function answerWith(
  scheme: 'http' | 'https',
  pages: ReadonlyMap<string, PageSpec | 'redirect-to-https'>,
): RequestListener {
  return (request) => {
    const host = (request.headers.host ?? '').toLowerCase().replace(/:\d*$/, '');
    const page = pages.get(host);
    const reply =
      page === undefined
        ? noSuchSite
        : replyTo(page, { scheme, host, path: request.url ?? '/', ...originOf(request.headers.origin) });
    void sendReply(request.socket, reply, { headOnly: request.method === 'HEAD' });
  };
}
