import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dnsTable } from '../../test/dns-table.ts';
import { netThat } from '../../test/refusing-net.ts';
import type { FetchOptions, HttpAnswer } from '../net.ts';
import { transportPolicy } from './transport-policy.ts';

const target = { name: 'acme.test', registrable: 'acme.test' };
const apex = { kind: 'FQDN', name: 'acme.test', attributes: {} } as const;
const RECORD = 'v=STSv1; id=1;';
const page: HttpAnswer = {
  state: 'present',
  url: 'https://mta-sts.acme.test/.well-known/mta-sts.txt',
  address: '192.0.2.80',
  port: 443,
  status: 200,
  headers: [['content-type', 'text/plain']],
  body: 'version: STSv1\n',
  truncated: false,
  httpVersion: '1.1',
  durationMs: 3,
  certificateError: null,
};

async function observe(written: Parameters<typeof dnsTable>[0], answer?: HttpAnswer) {
  const asked: [string, FetchOptions | undefined][] = [];
  const net = netThat({
    resolve: dnsTable(written).resolve,
    async fetch(url, options) {
      asked.push([url, options]);
      if (answer === undefined) throw new Error('nobody wrote down a policy');
      return answer;
    },
  });
  const seen = await transportPolicy.observe(apex, net, target);
  assert.deepEqual(transportPolicy.observation.parse(JSON.parse(JSON.stringify(seen))), seen);
  return { seen, asked, revealed: [...(transportPolicy.reveals?.(seen, apex, target) ?? [])] };
}

test('record, policy and report address are told, and what they reveal', async () => {
  const { seen, asked, revealed } = await observe(
    {
      '_mta-sts.acme.test TXT': [RECORD],
      '_smtp._tls.acme.test TXT': ['v=TLSRPTv1; rua=mailto:tls@acme.test?x=1,https://acme.test/r'],
    },
    page,
  );
  assert.deepEqual(asked, [['https://mta-sts.acme.test/.well-known/mta-sts.txt', { maxBytes: 65_536 }]]);
  assert.deepEqual(seen.policy, {
    state: 'present',
    address: '192.0.2.80',
    status: 200,
    contentType: 'text/plain',
    certificateError: null,
    body: 'version: STSv1\n',
    truncated: false,
  });
  assert.deepEqual(
    revealed.map(({ kind, name }) => `${kind} ${name}`),
    ['FQDN mta-sts.acme.test', 'ContactRecord mailto:tls@acme.test', 'ContactRecord https://acme.test/r'],
  );
});

test('without a record that counts no policy is fetched', async () => {
  for (const written of ['nxdomain', 'timeout', ['v=STSv1;'], [RECORD, RECORD], ['v=spf1 -all']] as const) {
    const { seen, asked } = await observe({
      '_mta-sts.acme.test TXT': written,
      '_smtp._tls.acme.test TXT': 'nxdomain',
    });
    assert.deepEqual([seen.policy, asked], [null, []]);
  }
});

for (const answer of [
  { state: 'unknown', reason: 'timeout' },
  { state: 'absent', reason: 'connection-refused' },
] satisfies HttpAnswer[]) {
  test(`a policy server that is ${answer.state} is told as such`, async () => {
    const { seen } = await observe(
      { '_mta-sts.acme.test TXT': [RECORD], '_smtp._tls.acme.test TXT': 'nodata' },
      answer,
    );
    assert.deepEqual(seen.policy, answer);
  });
}

test('the target alone is looked at', () => {
  assert.equal(transportPolicy.only?.(apex, target), true);
  assert.equal(transportPolicy.only?.({ ...apex, name: 'www.acme.test' }, target), false);
});
