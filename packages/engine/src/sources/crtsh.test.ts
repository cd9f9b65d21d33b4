import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entitySchema } from '@cyborux/contract';
import { collect, namesOf, type WrittenAnswer, writtenHttp } from '../../test/written-answers.ts';
import { SourceError } from '../source.ts';
import { crtsh } from './crtsh.ts';

const target = { name: 'acme.example', registrable: 'acme.example' };
const URL_ASKED = 'https://crt.sh/?q=%25.acme.example&output=json';

const precertificate = {
  issuer_ca_id: 185756,
  issuer_name: 'C=US, O=Example CA, CN=Example TLS 2020 CA1',
  common_name: 'www.acme.example',
  name_value: '*.shop.acme.example\nwww.acme.example\nwww.other.example',
  id: 8396709327,
  entry_timestamp: '2023-01-13T13:18:21.987',
  not_before: '2023-01-13T00:00:00',
  not_after: '2024-02-13T23:59:59',
  serial_number: '0c1fcb184518c7e3866741236d6b73f1',
  result_count: 2,
};
const certificate = { ...precertificate, id: 8913351873, entry_timestamp: '2023-03-17T16:26:38.016' };
const unlogged = {
  issuer_ca_id: -1,
  issuer_name: 'Issuer Not Found',
  common_name: 'acme.example',
  name_value: 'acme.example\nuser@acme.example\nAcme Test CA - acme.example',
  id: 8506962125,
  entry_timestamp: null,
  not_before: '2023-01-27T01:21:18',
  not_after: '2033-01-24T01:21:18',
  serial_number: '1ac1e693',
};
const ofBefore2021 = {
  issuer_ca_id: 1582,
  issuer_name: 'C=GB, O=Example CA Limited',
  name_value: 'Old.acme.example',
  id: 2202554056,
  not_before: '2019-12-07T00:00:00',
  not_after: '2020-06-14T23:59:59',
};

function ask(answer: WrittenAnswer) {
  return collect(crtsh, target, writtenHttp({ [URL_ASKED]: answer }));
}

describe('crtsh', () => {
  it('gives the names and the certificates, newest first, each once', async () => {
    const { entities, error } = await ask({ json: [certificate, ofBefore2021, precertificate, unlogged] });
    assert.equal(error, undefined);
    assert.deepEqual(namesOf(entities, 'FQDN').sort(), [
      'acme.example',
      'old.acme.example',
      'shop.acme.example',
      'www.acme.example',
    ]);
    assert.deepEqual(namesOf(entities, 'TLSCertificate'), [
      'ct:crtsh:8506962125',
      'ct:crtsh:8396709327',
      'ct:crtsh:2202554056',
    ]);
    for (const entity of entities) assert.deepEqual(entitySchema.parse(entity), entity);
  });

  it('tells of a certificate what the log tells', async () => {
    const { entities } = await ask({ json: [precertificate] });
    const found = entities.find((entity) => entity.kind === 'TLSCertificate');
    assert.deepEqual(found?.attributes, {
      names: ['*.shop.acme.example', 'www.acme.example'],
      in_use: false,
      issuer: 'C=US, O=Example CA, CN=Example TLS 2020 CA1',
      serial: '0c1fcb184518c7e3866741236d6b73f1',
      not_before: '2023-01-13T00:00:00.000Z',
      not_after: '2024-02-13T23:59:59.000Z',
    });
  });

  it('finds nothing when crt.sh knows nothing', async () => {
    assert.deepEqual(await ask({ json: [] }), { entities: [], error: undefined, doubts: [] });
  });

  it('drops entries that name nothing of the domain', async () => {
    const strange = {
      ...precertificate,
      common_name: null,
      name_value: 'acme.example.evil.test\nnotacme.example',
    };
    assert.deepEqual((await ask({ json: [strange] })).entities, []);
  });

  it('keeps every name and the newest 500 certificates of a huge answer', async () => {
    const many = Array.from({ length: 2_000 }, (_, index) => ({
      ...ofBefore2021,
      id: index + 1,
      name_value: `h${index}.acme.example`,
    }));
    const { entities } = await ask({ json: many });
    assert.equal(namesOf(entities, 'FQDN').length, 2_000);
    const certificates = namesOf(entities, 'TLSCertificate');
    assert.equal(certificates.length, 500);
    assert.equal(certificates[0], 'ct:crtsh:2000');
  });

  it('keeps the good entries among broken ones, and says that there were such', async () => {
    const { entities, doubts } = await ask({ json: [precertificate, null, { id: 'x' }] });
    assert.deepEqual(namesOf(entities, 'FQDN').sort(), ['shop.acme.example', 'www.acme.example']);
    assert.deepEqual(doubts, ['2 items are of another form']);
  });

  it('says that there may be more when the list is as long as crt.sh lists at most', async () => {
    const row = (index: number) => ({ ...ofBefore2021, id: String(index), name_value: 'h.acme.example' });
    const { doubts } = await ask({ json: Array.from({ length: 10_000 }, (_, index) => row(index)) });
    assert.deepEqual(doubts, ['crt.sh tells 10000 rows and no more']);
  });

  it('is in doubt when it lists strangers alone', async () => {
    const { doubts } = await ask({ json: [{ ...ofBefore2021, name_value: 'www.stranger.example' }] });
    assert.deepEqual(doubts, ['none of the names is of the domain']);
  });

  const failures: [what: string, answer: WrittenAnswer, outcome: string][] = [
    ['a 404 is a failure, for crt.sh answers with an empty list', null, 'failed'],
    ['another document is a failure', { json: { error: 'sorry' } }, 'failed'],
    ['a page of HTML is a failure', new SourceError('failed', 'not JSON'), 'failed'],
    ['a limit is told as one', new SourceError('limited', '429'), 'limited'],
    ['silence is told as such', new SourceError('timeout', 'no answer in time'), 'timeout'],
  ];
  for (const [what, answer, outcome] of failures) {
    it(what, async () => {
      const { entities, error } = await ask(answer);
      assert.deepEqual(entities, []);
      assert.equal(error?.outcome, outcome);
    });
  }
});
