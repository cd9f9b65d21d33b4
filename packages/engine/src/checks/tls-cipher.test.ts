import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  judgeSurvey,
  REFUSED,
  survey,
  TIMEOUT,
  WITHOUT_TLS,
  withProtocols,
  withSuites,
} from '../../test/judge-survey.ts';
import { tlsCipher } from './tls-cipher.ts';

test('forward secrecy and authenticated encryption pass', () => {
  assert.equal(judgeSurvey(tlsCipher, survey()).verdict, 'pass');
});

const table: [string, number[], string][] = [
  ['CBC beside GCM', [0xc02b, 0xc009], 'pass'],
  ['RSA key exchange', [0xc02b, 0x009c], 'no-forward-secrecy'],
  ['3DES with forward secrecy', [0xc02b, 0xc008], 'triple-des'],
  ['3DES without', [0xc02b, 0x000a], 'triple-des'],
  ['DES', [0xc02b, 0x0009], 'des'],
  ['RC4', [0xc02b, 0xc007], 'rc4'],
  ['export', [0xc02b, 0x0003], 'export'],
  ['anonymous', [0xc02b, 0x006c], 'anonymous'],
  ['no encryption', [0xc02b, 0x003b], 'null'],
];
for (const [what, suites, verdict] of table) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(tlsCipher, withSuites(...suites)).verdict, verdict);
  });
}

test('CBC alone is told where TLS 1.3 is not accepted', () => {
  const old = { ...withSuites(0xc009), protocols: withProtocols({ 'TLSv1.3': REFUSED }).protocols };
  assert.equal(
    judgeSurvey(tlsCipher, { ...old, suites: { 'TLSv1.2': { suites: [0xc009], order: null } } }).verdict,
    'cbc-only',
  );
});

test('a version that was not answered leaves it open, unless a weak suite was seen', () => {
  assert.equal(judgeSurvey(tlsCipher, withProtocols({ TLSv1: TIMEOUT })).verdict, 'open');
  const weak = { ...withSuites(0x0005), protocols: withProtocols({ TLSv1: TIMEOUT }).protocols };
  assert.equal(judgeSurvey(tlsCipher, weak).verdict, 'rc4');
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(tlsCipher, answer).verdict, verdict);
  });
}
