import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dnsTable } from '../../test/dns-table.ts';
import { type DmarcEvaluation, evaluate, type Message } from './dmarc.ts';

const records: Record<string, string> = {
  'example.com': 'v=DMARC1; p=reject; sp=quarantine; np=reject',
  'strict.example': 'v=DMARC1; p=reject; adkim=s; aspf=s',
  'test.example': 'v=DMARC1; p=quarantine; t=y',
  'broken.example': 'v=DMARC1; p=nonsense',
  'watched.example': 'v=DMARC1; p=nonsense; rua=mailto:a@watched.example',
  'own.example.com': 'v=DMARC1; p=none; psd=n',
};

const { resolve: fromTable } = dnsTable({
  'sub.example.com A': ['192.0.2.1'],
  'hollow.example.com A': 'nodata',
  'ghost.example.com A': 'nxdomain',
  'fog.example.com A': 'timeout',
});

/** Policy records as above, none elsewhere but under silent.example, which does not answer. */
const resolve = (async (name: string, type: 'A') => {
  if (!name.startsWith('_dmarc.')) return fromTable(name, type);
  const domain = name.slice('_dmarc.'.length);
  if (domain.endsWith('silent.example')) return { state: 'unknown', reason: 'timeout' };
  const record = records[domain];
  return record === undefined
    ? { state: 'absent', reason: 'nxdomain' }
    : { state: 'present', records: [record] };
}) as typeof fromTable;

const pass = (domain: string) => ({ result: 'pass', domain });
const fails = { spf: { result: 'fail', domain: 'example.com' } };

const cases: [title: string, message: Message, result: DmarcEvaluation['result'], disposition: string][] = [
  ['SPF of the same domain', { from: 'example.com', spf: pass('example.com') }, 'pass', 'none'],
  ['SPF of a domain below', { from: 'example.com', spf: pass('bounce.example.com') }, 'pass', 'none'],
  [
    'a signature of the domain above',
    { from: 'sub.example.com', dkim: [pass('Example.COM.')] },
    'pass',
    'none',
  ],
  [
    'a second signature',
    { from: 'example.com', dkim: [pass('mailer.test'), pass('example.com')] },
    'pass',
    'none',
  ],
  [
    'a stranger',
    { from: 'example.com', spf: pass('evil.test'), dkim: [pass('evil.test')] },
    'fail',
    'reject',
  ],
  ['a name that merely ends alike', { from: 'example.com', spf: pass('notexample.com') }, 'fail', 'reject'],
  ['a failed SPF', { from: 'example.com', ...fails }, 'fail', 'reject'],
  [
    'a domain below that is its own organization',
    { from: 'example.com', spf: pass('own.example.com') },
    'fail',
    'reject',
  ],
  ['no results at all', { from: 'example.com' }, 'fail', 'reject'],
  ['sp for a domain that exists', { from: 'sub.example.com' }, 'fail', 'quarantine'],
  ['sp for a domain without addresses', { from: 'hollow.example.com' }, 'fail', 'quarantine'],
  ['np for one that does not', { from: 'ghost.example.com' }, 'fail', 'reject'],
  ['neither when the DNS does not say', { from: 'fog.example.com' }, 'temperror', 'none'],
  [
    'strict alignment of the same domain',
    { from: 'strict.example', spf: pass('strict.example') },
    'pass',
    'none',
  ],
  [
    'strict alignment of a domain below',
    { from: 'strict.example', spf: pass('a.strict.example') },
    'fail',
    'reject',
  ],
  ['test mode', { from: 'test.example' }, 'fail', 'none'],
  ['a domain without a policy', { from: 'nobody.test', spf: pass('nobody.test') }, 'none', 'none'],
  ['a policy that is not valid', { from: 'broken.example' }, 'none', 'none'],
  ['a policy that is not valid, yet reported on', { from: 'watched.example' }, 'fail', 'none'],
  ['a silent DNS', { from: 'silent.example', spf: pass('silent.example') }, 'temperror', 'none'],
  ['a From without a domain', { from: 'not a domain' }, 'permerror', 'none'],
];
for (const [title, message, result, disposition] of cases) {
  test(`${title}: ${result}, ${disposition}`, async () => {
    const evaluation = await evaluate(message, resolve);
    assert.deepEqual([evaluation.result, evaluation.disposition], [result, disposition]);
  });
}

test('what aligned is told, with the record that asked for it', async () => {
  const evaluation = await evaluate(
    { from: 'sub.example.com', dkim: [pass('example.com')], ...fails },
    resolve,
  );
  assert.deepEqual(evaluation.aligned, { spf: false, dkim: true });
  assert.equal(evaluation.policy?.domain, 'example.com');
});

test('a hundred signatures cost a bounded number of questions', async () => {
  let asked = 0;
  const counting = ((name: string, type: 'A') => {
    asked += 1;
    return resolve(name, type);
  }) as typeof resolve;
  const dkim = Array.from({ length: 100 }, (_, index) => pass(`s${index}.own.example.com`));
  await evaluate({ from: 'example.com', dkim }, counting);
  assert.ok(asked < 60, `${asked} questions`);
});
