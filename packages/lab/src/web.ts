import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createSecureContext } from 'node:tls';
import type { Route } from '@cyborux/engine/net/options.ts';
import type { Authority } from './certificates.ts';
import { type Listener, loopback, openListener } from './listener.ts';
import { createMisbehavingPorts } from './port-behaviour.ts';
import { secureContextOptions } from './secure-context.ts';
import type { PageSpec, SiteSpec } from './spec.ts';
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
  { sites, versions }: Extract<PortPlan, { kind: 'https' }>,
  authority: Authority,
): Promise<Listener> {
  const pages = new Map(sites.map((site) => [site.host, site.page]));
  const settings = await Promise.all(sites.map((site) => settingsOf(site)));
  const contexts = new Map(settings.map(([host, options]) => [host, createSecureContext(options)]));

  async function settingsOf(site: HttpsSite) {
    return [site.host, secureContextOptions(await authority.issue(site.certificate), versions)] as const;
  }

  const server = createHttpsServer(
    {
      ...settings[0]?.[1],
      // No context for a name: the address's first certificate stays.
      SNICallback: (name, done) => done(null, contexts.get(name.toLowerCase())),
    },
    answerWith('https', pages),
  );
  return openListener(server);
}

function answerWith(
  scheme: 'http' | 'https',
  pages: ReadonlyMap<string, PageSpec | 'redirect-to-https'>,
): RequestListener {
  return (request) => {
    const host = (request.headers.host ?? '').toLowerCase().replace(/:\d*$/, '');
    const page = pages.get(host);
    const reply = page === undefined ? noSuchSite : replyTo(page, { scheme, host, path: request.url ?? '/' });
    void sendReply(request.socket, reply, { headOnly: request.method === 'HEAD' });
  };
}
