import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EntityOf } from '@cyborux/contract';
import { shown, survey } from '../../test/judge-survey.ts';
import { netThat } from '../../test/refusing-net.ts';
import type { SurveyPeer } from '../net.ts';
import { tlsSurvey } from './tls-survey.ts';

const target = { name: 'acme.test', registrable: 'acme.test' };
const entity = (name: string): EntityOf<'FQDN'> => ({ kind: 'FQDN', name, attributes: {} });

async function askedAbout(name: string): Promise<SurveyPeer | undefined> {
  let asked: SurveyPeer | undefined;
  const net = netThat({
    survey: async (peer) => {
      asked = peer;
      return survey();
    },
  });
  assert.deepEqual(await tlsSurvey.observe(entity(name), net, target), survey());
  return asked;
}

test('the target and its www are surveyed in full, every other name lightly, each by its name', async () => {
  const depths = ['acme.test', 'www.acme.test', 'shop.acme.test', 'www.shop.acme.test'].map(async (name) => {
    const peer = await askedAbout(name);
    assert.deepEqual([peer?.host, peer?.servername, peer?.port], [name, name, 443]);
    return peer?.depth;
  });
  assert.deepEqual(await Promise.all(depths), ['full', 'full', 'light', 'light']);
});

test('the name gets the grade of its TLS', () => {
  const revealed = [...(tlsSurvey.reveals?.(survey(), entity('www.acme.test'), target) ?? [])];
  assert.deepEqual(revealed, [{ kind: 'FQDN', name: 'www.acme.test', attributes: { tls_grade: 'A' } }]);
  const distrusted = survey({
    certificates: [
      shown(survey().certificates[0]?.chain ?? [], {
        path: { ok: false, reasons: [{ reason: 'expired', index: 0 }] },
      }),
    ],
  });
  assert.partialDeepStrictEqual(
    [...(tlsSurvey.reveals?.(distrusted, entity('www.acme.test'), target) ?? [])],
    [{ attributes: { tls_grade: 'T' } }],
  );
});

test('where no TLS is, nothing is revealed', () => {
  const absent = { state: 'absent', reason: 'connection-refused' } as const;
  assert.deepEqual([...(tlsSurvey.reveals?.(absent, entity('www.acme.test'), target) ?? [])], []);
});
