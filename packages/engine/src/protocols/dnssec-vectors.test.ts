import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digestOf, masterFile } from '../../test/dnssec-master.ts';
import { message } from '../../test/dnssec-network.ts';
import * as rfc4035 from '../../test/dnssec-rfc4035.ts';
import * as rfc5155 from '../../test/dnssec-rfc5155.ts';
import { typeNumber } from '../../test/dnssec-signer.ts';
import { type DnssecQuery, validate } from './dnssec.ts';
import { newBudget } from './dnssec-budget.ts';
import { rrsetOf } from './dnssec-canonical.ts';
import { matchesDs } from './dnssec-keys.ts';
import { parseName } from './dnssec-name.ts';
import { readDnskey, readRrsig } from './dnssec-records.ts';
import { verifyRrset, zoneKey } from './dnssec-signature.ts';
import type { WireRecord } from './dnssec-wire.ts';

/** A key that signs alone, what it signed, and its DS record, as an RFC prints them. */
const KEYS_OF_RFCS: [
  title: string,
  key: string,
  digest: string | null,
  record: string,
  signature: string,
  at: string,
][] = [
  [
    'RFC 5702 section 6.1, RSA/SHA-256',
    'example.net. 3600 IN DNSKEY 256 3 8 AwEAAcFcGsaxxdgiuuGmCkVImy4h99CqT7jwY3pexPGcnUFtR2Fh36BponcwtkZ4cAgtvd4Qs8PkxUdp6p/DlUmObdk=',
    null,
    'www.example.net. 3600 IN A 192.0.2.91',
    'www.example.net. 3600 IN RRSIG A 8 3 3600 20300101000000 20000101000000 9033 example.net. kRCOH6u7l0QGy9qpC9l1sLncJcOKFLJ7GhiUOibu4teYp5VE9RncriShZNz85mwlMgNEacFYK/lPtPiVYP4bwg==',
    '2010-01-01',
  ],
  [
    'RFC 5702 section 6.2, RSA/SHA-512',
    'example.net. 3600 IN DNSKEY 256 3 10 AwEAAdHoNTOW+et86KuJOWRDp1pndvwb6Y83nSVXXyLA3DLroROUkN6X0O6pnWnjJQujX/AyhqFDxj13tOnD9u/1kTg7cV6rklMrZDtJCQ5PCl/D7QNPsgVsMu1J2Q8gpMpztNFLpPBz1bWXjDtaR7ZQBlZ3PFY12ZTSncorffcGmhOL',
    null,
    'www.example.net. 3600 IN A 192.0.2.91',
    'www.example.net. 3600 IN RRSIG A 10 3 3600 20300101000000 20000101000000 3740 example.net. tsb4wnjRUDnB1BUi+t6TMTXThjVnG+eCkWqjvvjhzQL1d0YRoOe0CbxrVDYd0xDtsuJRaeUw1ep94PzEWzr0iGYgZBWm/zpq+9fOuagYJRfDqfReKBzMweOLDiNa8iP5g9vMhpuv6OPlvpXwm9Sa9ZXIbNl1MBGk0fthPgxdDLw=',
    '2010-01-01',
  ],
  [
    'RFC 6605 section 6.1, P-256',
    'example.net. 3600 IN DNSKEY 257 3 13 GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==',
    'sha256 b4c8c1fe2e7477127b27115656ad6256f424625bf5c1e2770ce6d6e37df61d17',
    'www.example.net. 3600 IN A 192.0.2.1',
    'www.example.net. 3600 IN RRSIG A 13 3 3600 20100909100439 20100812100439 55648 example.net. qx6wLYqmh+l9oCKTN6qIc+bw6ya+KJ8oMz0YP107epXAyGmt+3SNruPFKG7tZoLBLlUzGGus7ZwmwWep666VCw==',
    '2010-09-01',
  ],
  [
    'RFC 6605 section 6.2, P-384',
    'example.net. 3600 IN DNSKEY 257 3 14 xKYaNhWdGOfJ+nPrL8/arkwf2EY3MDJ+SErKivBVSum1w/egsXvSADtNJhyem5RCOpgQ6K8X1DRSEkrbYQ+OB+v8/uX45NBwY8rp65F6Glur8I/mlVNgF6W/qTI37m40',
    'sha384 72d7b62976ce06438e9c0bf319013cf801f09ecc84b8d7e9495f27e305c6a9b0563a9b5f4d288405c3008a946df983d6',
    'www.example.net. 3600 IN A 192.0.2.1',
    'www.example.net. 3600 IN RRSIG A 14 3 3600 20100909102025 20100812102025 10771 example.net. /L5hDKIvGDyI1fcARX3z65qrmPsVz73QD1Mr5CEqOiLP95hxQouuroGCeZOvzFaxsT8Glr74hbavRKayJNuydCuzWTSSPdz7wnqXL5bdcJzusdnI0RSMROxxwGipWcJm',
    '2010-09-01',
  ],
  [
    'RFC 8080 section 6.1 (erratum 4935), Ed25519',
    'example.com. 3600 IN DNSKEY 257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=',
    'sha256 3aa5ab37efce57f737fc1627013fee07bdf241bd10f3b1964ab55c78e79a304b',
    'example.com. 3600 IN MX 10 mail.example.com.',
    'example.com. 3600 IN RRSIG MX 15 2 3600 1440021600 1438207200 3613 example.com. oL9krJun7xfBOIWcGHi7mag5/hdZrKWw15jPGrHpjQeRAvTdszaPD+QLs3fx8A4M3e23mRZ9VrbpMngwcrqNAg==',
    '2015-08-01',
  ],
  [
    'RFC 8080 section 6.2 (erratum 4935), Ed448',
    'example.com. 3600 IN DNSKEY 257 3 16 3kgROaDjrh0H2iuixWBrc8g2EpBBLCdGzHmn+G2MpTPhpj/OiBVHHSfPodx1FYYUcJKm1MDpJtIA',
    'sha256 6ccf18d5bc5d7fc2fceb1d59d17321402f2aa8d368048db93dd811f5cb2b19c7',
    'example.com. 3600 IN MX 10 mail.example.com.',
    'example.com. 3600 IN RRSIG MX 16 2 3600 1440021600 1438207200 9713 example.com. 3cPAHkmlnxcDHMyg7vFC34l0blBhuG1qpwLmjInI8w1CMB29FkEAIJUA0amxWndkmnBZ6SKiwZSAxGILn/NBtOXft0+Gj7FSvOKxE/07+4RQvE581N3Aj/JtIyaiYVdnYtyMWbSNyGEY2213WKsJlwEA',
    '2015-08-01',
  ],
];

for (const [title, keyText, digest, recordText, signatureText, at] of KEYS_OF_RFCS) {
  test(`${title}: the printed signature verifies, and only over the printed record`, () => {
    const [key, set, signature] = masterFile(`${keyText}\n${recordText}\n${signatureText}`).map(wireRecord);
    assert.ok(key !== undefined && set !== undefined && signature !== undefined);
    const dnskey = readDnskey(key);
    const rrset = rrsetOf([set], set.name, set.type);
    const rrsig = readRrsig(signature);
    assert.ok(dnskey !== null && rrset !== null && rrsig !== null);
    const context = {
      zone: key.name,
      keys: [zoneKey(dnskey)],
      now: Date.parse(at) / 1000,
      budget: newBudget(),
    };
    assert.equal(verifyRrset(rrset, [rrsig], context).tag, rrsig.keyTag);
    const other = Buffer.concat([Buffer.from([1]), set.rdata.subarray(1)]);
    const forged = rrsetOf([{ ...set, rdata: other }], set.name, set.type);
    assert.ok(forged !== null);
    assert.throws(() => verifyRrset(forged, [rrsig], context), { reason: 'bad-signature' });
    if (digest === null) return;
    const [hash = '', hex = ''] = digest.split(' ');
    const ds = {
      keyTag: rrsig.keyTag,
      algorithm: dnskey.algorithm,
      digestType: hash === 'sha384' ? 4 : 2,
      digest: Buffer.from(hex, 'hex'),
    };
    assert.ok(matchesDs(key.name, dnskey, ds));
  });
}

type Responses = typeof rfc4035.RESPONSES;
const appendices: [
  title: string,
  keys: string,
  responses: Responses,
  at: string,
  verdicts: [question: string, verdict: string][],
][] = [
  [
    'RFC 4035 appendix B',
    rfc4035.KEYS,
    rfc4035.RESPONSES,
    '2004-05-01',
    [
      ['x.w.example. MX', 'secure present'],
      ['ml.example. A', 'secure nxdomain'],
      ['ns1.example. MX', 'secure nodata'],
      ['a.example. DS', 'secure present'],
      ['b.example. DS', 'secure nodata'],
      ['a.z.w.example. MX', 'secure wildcard'],
      ['a.z.w.example. AAAA', 'secure nodata'],
    ],
  ],
  [
    'RFC 5155 appendix B',
    rfc5155.KEYS,
    rfc5155.RESPONSES,
    '2010-01-01',
    [
      ['ns1.example. MX', 'secure nodata'],
      ['y.w.example. A', 'secure nodata'],
      // Every record there has the opt-out flag: what it covers may be an unsigned delegation.
      ['a.c.x.w.example. A', 'insecure nxdomain'],
      ['c.example. DS', 'insecure nodata'],
      ['a.z.w.example. MX', 'insecure present'],
      ['a.z.w.example. AAAA', 'insecure nodata'],
    ],
  ],
];

for (const [title, keys, responses, at, verdicts] of appendices) {
  const records = masterFile(keys);
  const entry = records.find(({ type, rdata }) => type === 'DNSKEY' && rdata.readUInt16BE(0) === 257);
  assert.ok(entry !== undefined);
  const anchor = {
    name: 'example',
    keyTag: keyTagOf(records),
    algorithm: entry.rdata.readUInt8(3),
    digestType: 2,
    digest: digestOf(entry, 'sha256'),
  };
  const query: DnssecQuery = async (name, type) => {
    const question = `${name} ${type}`;
    const response = question === 'example. DNSKEY' ? { rcode: 0, answer: keys } : responses[question];
    if (response === undefined) return { state: 'unknown', reason: 'timeout' };
    const { rcode, answer = '', authority = '' } = response;
    return message(name, type, { rcode, answer: masterFile(answer), authority: masterFile(authority) });
  };
  for (const [question, expected] of verdicts) {
    test(`${title}: ${question} is ${expected}`, async () => {
      const [name = '', type = ''] = question.split(' ');
      const { state, answer } = await validate({ name, type }, query, {
        anchors: [anchor],
        now: new Date(at),
      });
      const wildcard = answer?.state === 'present' && answer.wildcard ? 'wildcard' : answer?.state;
      assert.equal(`${state} ${answer?.state === 'absent' ? answer.reason : wildcard}`, expected);
    });
    test(`${title}: ${question} is bogus ten years later`, async () => {
      const [name = '', type = ''] = question.split(' ');
      const now = new Date('2020-01-01');
      const { state, reason } = await validate({ name, type }, query, { anchors: [anchor], now });
      assert.deepEqual([state, reason], ['bogus', 'signature-expired']);
    });
  }
}

/** The tag that the first signature over the keys names. */
function keyTagOf(records: ReturnType<typeof masterFile>): number {
  return records.find(({ type }) => type === 'RRSIG')?.rdata.readUInt16BE(16) ?? 0;
}

function wireRecord({ name, type, ttl, rdata }: ReturnType<typeof masterFile>[number]): WireRecord {
  return { name: parseName(name) ?? [], type: typeNumber(type), ttl, rdata };
}
