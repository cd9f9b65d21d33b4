import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { gone, present, silent } from '../../test/dns-observation.ts';
import { greeted, judgeMail, mail, session } from '../../test/mail-observation.ts';
import { makeCertificate } from '../../test/make-certificate.ts';
import type { SmtpAnswer } from '../net.ts';
import type { MailTlsaObservation, ObservedTlsa } from '../probes/mail-tlsa.ts';
import { dane } from './dane.ts';

const leaf = makeCertificate({ names: ['mx1.acme.test'] });
const key = new X509Certificate(Buffer.from(leaf, 'base64')).publicKey.export({
  type: 'spki',
  format: 'der',
});
const digest = createHash('sha256').update(key).digest('hex');
const record = { usage: 3, selector: 1, matchingType: 1, data: digest };
const foreign = { ...record, data: 'ab'.repeat(32) };

const secure = { state: 'secure', detail: '' } as const;
const insecure = { state: 'insecure', detail: 'The zone is not signed.' } as const;
const bogus = { state: 'bogus', detail: 'The signature has expired.' } as const;
const unknown = { state: 'unknown', detail: 'no answer' } as const;

const shows = greeted({ starttls: session({ chain: [leaf], pathError: 'self-signed' }) });

interface Wish {
  tlsa?: Partial<ObservedTlsa>[];
  mxSecurity?: MailTlsaObservation['mxSecurity'];
  greeting?: SmtpAnswer;
}

function judged({ tlsa = [{}], mxSecurity = secure, greeting = shows }: Wish = {}) {
  const seen = mail(...tlsa.map(() => ({ greeting })));
  return judgeMail(dane, {
    mail: seen,
    tlsa: {
      MX: seen.MX,
      mxSecurity,
      exchanges: tlsa.map((changed, index) => ({
        exchange: `mx${index + 1}.acme.test`,
        owner: `_25._tcp.mx${index + 1}.acme.test`,
        TLSA: present(record),
        addressSecurity: secure,
        tlsaSecurity: secure,
        ...changed,
      })),
    },
  });
}

const BARE = { TLSA: gone, addressSecurity: null, tlsaSecurity: null };

test('the key that is published and proven passes, whoever signed the certificate', () => {
  assert.equal(judged().outcome, 'pass');
  assert.equal(judged({ tlsa: [{}, {}] }).outcome, 'pass');
});

for (const [what, wish, outcome] of [
  ['another key', { tlsa: [{ TLSA: present(foreign) }] }, 'mismatch'],
  ['the next key beside the one in use', { tlsa: [{ TLSA: present(foreign, record) }] }, 'pass'],
  ['usages of browsers', { tlsa: [{ TLSA: present({ ...record, usage: 1 }) }] }, 'unusable'],
  ['records of an unsigned zone', { tlsa: [{ tlsaSecurity: insecure }] }, 'insecure-zone'],
  ['unsigned addresses', { tlsa: [{ addressSecurity: insecure }] }, 'insecure-zone'],
  ['unsigned MX records', { mxSecurity: insecure }, 'insecure-zone'],
  [
    'another key in an unsigned zone',
    { mxSecurity: insecure, tlsa: [{ TLSA: present(foreign) }] },
    'insecure-zone',
  ],
  ['bogus records', { tlsa: [{ tlsaSecurity: bogus }] }, 'open'],
  ['bogus MX records', { mxSecurity: bogus }, 'open'],
  ['signatures that were not told', { tlsa: [{ addressSecurity: unknown }] }, 'open'],
  ['an exchanger without records', { tlsa: [{}, BARE] }, 'partial'],
  [
    'an exchanger without records in an unsigned zone',
    { mxSecurity: insecure, tlsa: [{}, BARE] },
    'insecure-zone',
  ],
  ['no records at all', { tlsa: [BARE, BARE] }, 'notApplicable'],
  ['silence about all', { tlsa: [{ ...BARE, TLSA: silent }] }, 'open'],
  ['silence about one', { tlsa: [{}, { ...BARE, TLSA: silent }] }, 'open'],
  ['an exchanger that shows nothing', { greeting: { state: 'unknown', reason: 'timeout' } }, 'open'],
  ['an exchanger without STARTTLS', { greeting: greeted({ starttls: { state: 'not-offered' } }) }, 'open'],
] satisfies [string, Wish, string][]) {
  test(`${what}: ${outcome}`, () => assert.equal(judged(wish).outcome, outcome));
}

test('the evidence has the records and the reason', () => {
  const { evidence, affects } = judged({ tlsa: [{ TLSA: present(foreign) }] });
  assert.equal(evidence[0]?.TLSA, `3 1 1 ${foreign.data}`);
  assert.equal(evidence[0]?.reason, 'no record names the certificate');
  assert.deepEqual(affects, ['Service:192.0.2.25:25/tcp']);
});

test('silence about the MX records leaves it open', () => {
  const tlsa = { MX: silent, mxSecurity: null, exchanges: [] };
  assert.equal(judgeMail(dane, { tlsa }).outcome, 'open');
});
