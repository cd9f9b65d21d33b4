import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  allSources,
  type DomainSource,
  SourceError,
  type SourceHttp,
  type SourceRequest,
} from '@cyborux/engine';
import type { NameListName, ZoneSpec } from '../spec.ts';
import { anubis } from './anubis.ts';
import { columbus } from './columbus.ts';
import { commonCrawl } from './common-crawl.ts';
import { hackertarget } from './hackertarget.ts';
import { rapiddns } from './rapiddns.ts';
import { shodanCt } from './shodan-ct.ts';
import type { Answer, StandIn } from './stand-in.ts';
import { subdomainCenter } from './subdomain-center.ts';
import { thc } from './thc.ts';
import { wayback } from './wayback.ts';

/* Each source asks its stand-in: what the one lists, the other finds, over all pages; and nothing of what is wrong. */

const standIns: Record<NameListName, StandIn> = {
  anubis,
  columbus,
  'common-crawl': commonCrawl,
  hackertarget,
  rapiddns,
  'shodan-ct': shodanCt,
  'subdomain-center': subdomainCenter,
  thc,
  wayback,
};
const NAMES = Array.from({ length: 45 }, (_, index) => `h${index}.acme.test`).sort();
const target = { name: 'acme.test', registrable: 'acme.test' };

for (const [id, standIn] of Object.entries(standIns) as [NameListName, StandIn][]) {
  describe(id, () => {
    const zone: ZoneSpec = {
      name: 'acme.test',
      records: [],
      nameServers: [],
      sites: [],
      mail: [],
      knownTo: { crtsh: [], certspotter: [], names: { [id]: NAMES } },
      faults: [],
    };
    const ask = (turn: (answer: Answer, url: URL) => Answer, zones = [zone]) =>
      told(id, (url, body) => turn(standIn.answer(url, { zones, now: new Date() }, body), url));

    test('all that it lists is found', async () => {
      assert.deepEqual(await ask((answer) => answer), { names: NAMES, outcome: 'answered' });
    });

    test('a right answer that knows nothing', async () => {
      assert.deepEqual(await ask((answer) => answer, []), { names: [], outcome: 'answered' });
      if (id !== 'common-crawl') {
        assert.deepEqual(await ask((_, url) => standIn.empty(url)), { names: [], outcome: 'answered' });
      }
    });

    test('a limit is one', async () => {
      assert.equal((await ask(() => standIn.rateLimited)).outcome, 'limited');
    });

    test('what is broken is not an empty list', async () => {
      assert.notEqual((await ask((answer) => standIn.broken(answer))).outcome, 'answered');
    });
  });
}

async function told(id: string, answer: (url: URL, body?: string) => Answer) {
  const source = allSources.find((each): each is DomainSource => each.id === id);
  assert.ok(source);
  const names = new Set<string>();
  const doubts: string[] = [];
  const unasked = () => Promise.reject(new Error('not asked'));
  const tools = {
    http: httpOver(answer),
    resolve: unasked,
    whois: unasked,
    key: undefined,
    personal: false,
    incomplete: (why: string) => void doubts.push(why),
  };
  let outcome: string = 'answered';
  try {
    for await (const { kind, name } of source.query(target, tools)) if (kind === 'FQDN') names.add(name);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    outcome = error.outcome;
  }
  if (outcome === 'answered' && doubts.length > 0) outcome = 'partial';
  return { names: [...names].sort(), outcome };
}

/** Statuses as the session takes them. */
function httpOver(answer: (url: URL, body?: string) => Answer): SourceHttp {
  const text = async (url: string, { body }: SourceRequest = {}) => {
    const sent = body === undefined ? undefined : JSON.stringify(Object.values(body)[0]);
    const { status, body: came } = answer(new URL(url), sent);
    if (status === 404) return null;
    if (status === 429 || status === 503) throw new SourceError('limited', String(status));
    if (status !== 200) throw new SourceError('failed', String(status));
    return came;
  };
  return {
    text,
    async json(url, schema, request) {
      const came = await text(url, request);
      if (came === null) return null;
      try {
        return schema.parse(JSON.parse(came));
      } catch (cause) {
        throw new SourceError('failed', 'not the expected JSON', { cause });
      }
    },
  };
}
