import type { Finding, Observation, Unknown } from '@cyborux/contract';
import type { AnyCheck } from '../src/check.ts';
import { judge } from '../src/judge.ts';
import { httpResponse } from '../src/probes/http-response.ts';
import { tlsHandshake } from '../src/probes/tls-handshake.ts';
import type { Certificate } from '../src/protocols/certificate.ts';
import type { Chain, Hop, Web } from '../src/protocols/http-chain.ts';
import { pageFacts } from '../src/protocols/page-facts.ts';
import type { TlsObservation, TlsSession } from '../src/protocols/tls-session.ts';

export const HOST = 'www.acme.test';
export const OBSERVED_AT = new Date('2026-03-01T12:00:00.000Z');
export const ABSENT = { state: 'absent', reason: 'connection-refused' } as const;
export const SILENT: Chain = { state: 'unknown', reason: 'timeout', hops: [] };

interface Judged {
  /** `pass`, `open`, ..., or the keys of the findings. */
  verdict: string;
  findings: Finding[];
}

/** Judges one host by one observation, in the way of the runner: what is unknown comes out `open`. */
function judgeHost(check: AnyCheck, module: string, value: unknown): Judged {
  const observation: Observation = { module, entity: `FQDN:${HOST}`, at: OBSERVED_AT.toISOString(), value };
  const { verdicts, findings } = judge(
    {
      target: { name: 'acme.test', registrable: 'acme.test' },
      entities: [{ kind: 'FQDN', name: HOST, attributes: {} }],
      observations: [observation],
    },
    [check],
  );
  const keys = findings.map(({ code }) => code.slice(check.id.length + 1));
  return { verdict: keys.sort().join(', ') || (verdicts[0]?.outcome ?? 'none'), findings };
}

export function judgeTls(check: AnyCheck, observation: TlsObservation): Judged {
  return judgeHost(check, tlsHandshake.id, tlsHandshake.observation.parse(observation));
}

export function judgeWeb(check: AnyCheck, observation: Web | Unknown): Judged {
  const value = 'state' in observation ? observation : httpResponse.observation.parse(observation);
  return judgeHost(check, httpResponse.id, value);
}

/** A sound certificate of HOST, with what the test says instead. */
export function certificate(wish: Partial<Certificate> = {}): Certificate {
  return {
    subject: `CN=${HOST}`,
    issuer: 'CN=Acme CA',
    serial: '01',
    notBefore: '2026-02-01T00:00:00.000Z',
    notAfter: '2026-05-01T00:00:00.000Z',
    dnsNames: [HOST],
    ipAddresses: [],
    keyAlgorithm: 'EC',
    keyBits: 256,
    signatureAlgorithm: 'ecdsa-with-SHA256',
    selfIssued: false,
    selfSigned: false,
    isCa: false,
    sha256: 'ab'.repeat(32),
    ...wish,
  };
}

/** A sound session, with what the test says instead. */
export function session(wish: Partial<TlsSession> = {}): TlsSession {
  return {
    state: 'present',
    address: '192.0.2.1',
    port: 443,
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_128_GCM_SHA256',
    alpn: 'h2',
    pathError: null,
    leaf: certificate(),
    issuers: [certificate({ subject: 'CN=Acme CA', issuer: 'CN=Root', isCa: true, sha256: 'cd'.repeat(32) })],
    ...wish,
  };
}

export type Fields = readonly (readonly [name: string, value: string])[];

export function hop(url: string, fields: Fields = [], wish: Partial<Hop> = {}): Hop {
  const secure = url.startsWith('https:');
  return {
    url,
    status: 200,
    headers: fields.map(([name, value]) => [name, value]),
    address: '192.0.2.1',
    port: secure ? 443 : 80,
    ...(secure && { certificateError: null }),
    ...wish,
  };
}

export function chain(hops: Hop[], wish: Partial<Extract<Chain, { state: 'present' }>> = {}): Chain {
  return { state: 'present', hops, ended: 'answered', body: '', truncated: false, ...wish };
}

/** A page over https with these fields, and plain HTTP that redirects to it. */
export function page(fields: Fields, body = '<!doctype html><p>Hello.', wish: Partial<Hop> = {}): Web {
  const https = hop(`https://${HOST}/`, [['content-type', 'text/html'], ...fields], wish);
  const web = { http: chain([REDIRECT, https], { body }), https: chain([https], { body }) };
  return { ...web, page: pageFacts(https.url, body, false) };
}

export const REDIRECT = hop(`http://${HOST}/`, [['location', `https://${HOST}/`]], {
  status: 301,
  location: `https://${HOST}/`,
});

/** Whatever the check: a name without a web server, one that is silent, one behind a wall. */
export const WITHOUT_SITE: readonly [what: string, web: Web | Unknown, verdict: string][] = [
  ['nothing listens', { http: ABSENT, https: ABSENT }, 'notApplicable'],
  ['both ports are silent', { http: SILENT, https: SILENT }, 'open'],
  ['the probe was cut', { state: 'unknown', reason: 'budget' }, 'open'],
  ['a wall answers', blockedWeb(), 'open'],
];

function blockedWeb(): Web {
  const wall = hop(`https://${HOST}/`, [['content-type', 'text/html']], { status: 403, wall: 'Cloudflare' });
  const blocked: Chain = { state: 'unknown', reason: 'blocked', detail: 'Cloudflare', hops: [wall] };
  const plain = hop(`http://${HOST}/`, [], { status: 403, wall: 'Cloudflare' });
  return { https: blocked, http: { ...blocked, hops: [plain] } };
}
