import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dnsTable } from '../../test/dns-table.ts';
import { type DmarcRecord, parse } from './dmarc-record.ts';
import { consents, reportConsents, reportHosts } from './dmarc-reports.ts';

const record = (rua: string): DmarcRecord => parse(`v=DMARC1; p=none; rua=${rua}`) as DmarcRecord;
const walks = {
  '_dmarc.acme.test TXT': ['v=DMARC1; p=none'],
  '_dmarc.test TXT': 'nxdomain',
} as const;

test('hosts of all report URIs are told, each once', () => {
  const both = parse(
    'v=DMARC1; rua=mailto:a@B.test!10m,mailto:b@b.test,https://x@c.test:8443/r;ruf=mailto:d@d.test,nonsense',
  );
  assert.deepEqual(reportHosts(both as DmarcRecord), ['b.test', 'c.test', 'd.test']);
});

test('the domain itself needs no consent', async () => {
  const { resolve, asked } = dnsTable({});
  assert.deepEqual(await reportConsents('acme.test', record('mailto:a@acme.test'), resolve), [
    { host: 'acme.test', relation: 'internal', consent: null },
  ]);
  assert.deepEqual(asked, []);
});

test('a host of the same organization needs none', async () => {
  const { resolve } = dnsTable({ ...walks, '_dmarc.mail.acme.test TXT': 'nxdomain' });
  const [found] = await reportConsents('acme.test', record('mailto:a@mail.acme.test'), resolve);
  assert.equal(found?.relation, 'internal');
});

test('another organization is asked', async () => {
  const { resolve } = dnsTable({
    ...walks,
    '_dmarc.reports.test TXT': 'nxdomain',
    'acme.test._report._dmarc.reports.test TXT': ['v=DMARC1;'],
    'acme.test._report._dmarc.reports.example TXT': 'nxdomain',
  });
  const found = await reportConsents(
    'acme.test',
    record('mailto:a@reports.test,mailto:a@reports.example'),
    resolve,
  );
  assert.deepEqual(
    found.map(({ relation, consent }) => [relation, consent && consents(consent.answer)]),
    [
      ['external', true],
      ['external', false],
    ],
  );
});

test('silence is neither consent nor refusal', async () => {
  const { resolve } = dnsTable({
    ...walks,
    '_dmarc.reports.test TXT': 'servfail',
    'acme.test._report._dmarc.far.example TXT': 'timeout',
  });
  const found = await reportConsents(
    'acme.test',
    record('mailto:a@reports.test,mailto:a@far.example'),
    resolve,
  );
  assert.deepEqual(
    found.map(({ relation, consent }) => [relation, consent && consents(consent.answer)]),
    [
      ['unknown', null],
      ['external', null],
    ],
  );
});

test('another TXT record is no consent', () => {
  assert.equal(consents({ state: 'present', records: ['v=spf1 -all'] }), false);
});

test('any record has hosts', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (rua) => void reportHosts({ ...record('mailto:a@b.test'), rua })),
  );
});
