import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { suiteKind } from '../../protocols/tls-suite.ts';
import { tlsSurveySchema } from '../../protocols/tls-survey.ts';
import { suiteNames, weaknessesOf } from '../../protocols/tls-weaknesses.ts';
import { makeKeys, startOpenssl } from './testing/openssl-server.ts';
import { surveyed } from './testing/survey-port.ts';

const keys = makeKeys();
after(() => keys[Symbol.dispose]());

const light = (port: number) => surveyed(port, { servername: 'www.acme.test' }, { depth: 'light' });
const MODERN = ['-min_protocol', 'TLSv1.2', '-cipher', 'ECDHE+AESGCM:ECDHE+CHACHA20'];

test('a light survey of a modern server takes some twenty connections', async () => {
  await using server = await startOpenssl(keys.ec, MODERN);
  const survey = await light(server.port);
  assert.deepEqual(tlsSurveySchema.parse(survey), survey);
  assert.equal(survey.depth, 'light');
  assert.ok(survey.connections <= 24, `${survey.connections} connections`);
  assert.equal(survey.features.fallbackScsv, 'present');
  assert.deepEqual(survey.signatures.tls12, { values: [], weakOnly: true });
});

test('it shows a suite of each kind, both certificates, and the prime', async () => {
  const cipher = 'ECDHE+AES:DHE-RSA-AES128-SHA:AES128-SHA:@SECLEVEL=0';
  await using server = await startOpenssl(keys.rsa, [
    ...['-dcert', keys.ec.cert, '-dkey', keys.ec.key, '-cipher', cipher, '-max_protocol', 'TLSv1.2'],
  ]);
  const [brief, whole] = [await light(server.port), await surveyed(server.port, {}, { depth: 'full' })];
  const kinds = (ids: readonly number[] = []) => [...new Set(ids.map(suiteKind))].toSorted();
  assert.deepEqual(kinds(brief.suites['TLSv1.2']?.suites), kinds(whole.suites['TLSv1.2']?.suites));
  assert.ok(suiteNames(brief, 'TLSv1.2').length < suiteNames(whole, 'TLSv1.2').length);
  assert.equal(brief.certificates.length, 2);
  assert.deepEqual(brief.dh, whole.dh);
});

test('both depths come to the same weaknesses', async () => {
  await using server = await startOpenssl(keys.rsa, ['-cipher', 'ALL:@SECLEVEL=0', '-min_protocol', 'TLSv1']);
  const [brief, whole] = [await light(server.port), await surveyed(server.port)];
  const states = (survey: typeof brief) => weaknessesOf(survey).map(({ name, state }) => [name, state]);
  assert.deepEqual(states(brief), states(whole));
});
