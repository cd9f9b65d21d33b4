import type { Finding, Observation } from '@cyborux/contract';
import type { AnyCheck } from '../src/check.ts';
import { judge, type Learned } from '../src/judge.ts';
import { httpResponse } from '../src/probes/http-response.ts';
import { siteFiles } from '../src/probes/site-files.ts';
import type { Web } from '../src/protocols/http-chain.ts';
import type { SiteAnswer, SiteFiles, SiteVisit } from '../src/protocols/site-files.ts';
import { HOST, OBSERVED_AT, page } from './judge-host.ts';

export const ORIGIN = 'https://other-site.invalid';
export const NOT_FOUND = { state: 'absent', reason: 'not-found' } as const;
/** What a host without a web server, a silent one and one behind a wall come to, whatever the check. */
export const WITHOUT_FILES: readonly [what: string, files: SiteFiles, verdict: string][] = [
  ['nothing listens', { state: 'absent', reason: 'connection-refused' }, 'notApplicable'],
  ['the server is silent', { state: 'unknown', reason: 'timeout' }, 'open'],
  ['a wall answers', { state: 'unknown', reason: 'blocked' }, 'open'],
];

export function answer(path: string, body: string, type = 'text/plain', status = 200): SiteAnswer {
  const url = `https://${HOST}${path}`;
  return {
    state: 'present',
    url,
    status,
    headers: [['content-type', type]],
    address: '192.0.2.1',
    port: 443,
    body,
  };
}

/** A host whose files are in order, with what the test says instead. */
export function visit(wish: Partial<SiteVisit> = {}): SiteVisit {
  return {
    state: 'present',
    origin: ORIGIN,
    read: answer('/', '', 'text/html'),
    asked: answer('/', '', 'text/html', 405),
    robots: NOT_FOUND,
    securityTxt: NOT_FOUND,
    favicon: NOT_FOUND,
    missing: answer('/no-such-page-1', 'Not found', 'text/html', 404),
    sourceMap: null,
    ...wish,
  };
}

interface Judged {
  verdict: string;
  detail: string | undefined;
  findings: Finding[];
  learned: Learned[];
}

/** Judges one host by its page and its files. `name`: of the host, in the domain `acme.test`. */
export function judgeSite(check: AnyCheck, seen: { web?: Web; files?: SiteFiles; name?: string }): Judged {
  const name = seen.name ?? HOST;
  const observation = (module: string, value: unknown): Observation => {
    return {
      module,
      entity: `FQDN:${name}`,
      at: OBSERVED_AT.toISOString(),
      value: JSON.parse(JSON.stringify(value)),
    };
  };
  const { verdicts, findings, learned } = judge(
    {
      target: { name: 'acme.test', registrable: 'acme.test' },
      entities: [{ kind: 'FQDN', name, attributes: {} }],
      observations: [
        observation(httpResponse.id, httpResponse.observation.parse(seen.web ?? page([]))),
        observation(siteFiles.id, siteFiles.observation.parse(seen.files ?? visit())),
      ],
    },
    [check],
  );
  const keys = findings.map(({ code }) => code.slice(check.id.length + 1));
  const [verdict] = verdicts;
  return {
    verdict: keys.sort().join(', ') || (verdict?.outcome ?? 'none'),
    detail: verdict?.detail,
    findings,
    learned,
  };
}
