import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entitySchema } from '@cyborux/contract';
import { type Asked, collect, namesOf, type WrittenAnswer, writtenHttp } from '../../test/written-answers.ts';
import { SourceError } from '../source.ts';
import { certspotter } from './certspotter.ts';

const target = { name: 'acme.example', registrable: 'acme.example' };
const FIRST =
  'https://api.certspotter.com/v1/issuances?domain=acme.example&include_subdomains=true&expand=dns_names&expand=issuer';

const after = (id: number) => `${FIRST}&after=${id}`;

function issuance(id: number, ...names: string[]) {
  return {
    id: String(id),
    tbs_sha256: 'b0537995114358761f330303e5b8a0d7c7319a7e458495395e07004911f91c38',
    cert_sha256: '9250711c54de546f4370e0c3d3a3ec45bc96092a25a4a71a1afa396af7047eb8',
    dns_names: names,
    pubkey_sha256: '8bd1da95272f7fa4ffb24137fc0ed03aae67e5c4d8b3c50734e1050a7920b922',
    issuer: { name: 'C=US, O=Example CA', friendly_name: 'Example CA' },
    not_before: '2018-11-28T00:00:00-00:00',
    not_after: '2020-12-02T12:00:00-00:00',
    revoked: false,
  };
}

const pages: Record<string, WrittenAnswer> = {
  [FIRST]: { json: [issuance(7, 'acme.example', 'www.acme.example'), issuance(9, '*.shop.acme.example')] },
  [after(9)]: { json: [issuance(12, 'www.acme.example', 'mail.acme.example', 'acme.test')] },
  [after(12)]: { json: [] },
};

describe('certspotter', () => {
  it('reads page after page, until one is empty', async () => {
    const { entities, error } = await collect(certspotter, target, writtenHttp(pages));
    assert.equal(error, undefined);
    assert.deepEqual(namesOf(entities, 'FQDN'), [
      'acme.example',
      'www.acme.example',
      'shop.acme.example',
      'mail.acme.example',
    ]);
    assert.deepEqual(namesOf(entities, 'TLSCertificate'), [
      'ct:certspotter:7',
      'ct:certspotter:9',
      'ct:certspotter:12',
    ]);
    for (const entity of entities) assert.deepEqual(entitySchema.parse(entity), entity);
  });

  it('tells of a certificate what the log tells', async () => {
    const { entities } = await collect(certspotter, target, writtenHttp(pages));
    assert.deepEqual(entities.find(({ name }) => name === 'ct:certspotter:12')?.attributes, {
      names: ['mail.acme.example', 'www.acme.example'],
      in_use: false,
      issuer: 'C=US, O=Example CA',
      not_before: '2018-11-28T00:00:00.000Z',
      not_after: '2020-12-02T12:00:00.000Z',
    });
  });

  it('sends the key with every request, and none when there is none', async () => {
    const asked: Asked[] = [];
    await collect(certspotter, target, writtenHttp(pages, asked), 'k3y');
    assert.deepEqual(
      asked.map(({ headers }) => headers),
      Array.from({ length: 3 }, () => ({ authorization: 'Bearer k3y' })),
    );
    asked.length = 0;
    await collect(certspotter, target, writtenHttp(pages, asked));
    assert.deepEqual(asked[0]?.headers, {});
  });

  it('finds nothing when there are no issuances', async () => {
    const http = writtenHttp({ [FIRST]: { json: [] } });
    assert.deepEqual(await collect(certspotter, target, http), {
      entities: [],
      error: undefined,
      doubts: [],
    });
  });

  const midway: [what: string, answer: WrittenAnswer, outcome: string][] = [
    ['a limit', new SourceError('limited', '429'), 'limited'],
    ['a refusal', new SourceError('failed', '403'), 'failed'],
    ['a malformed page', { json: [{ id: 13 }] }, 'failed'],
    ['a 404', null, 'failed'],
    ['the same page again', { json: [issuance(9, 'www.acme.example')] }, 'failed'],
  ];
  for (const [what, answer, outcome] of midway) {
    it(`keeps what the first page gave when the second is ${what}`, async () => {
      const { entities, error } = await collect(
        certspotter,
        target,
        writtenHttp({ ...pages, [after(9)]: answer }),
      );
      assert.equal(error?.outcome, outcome);
      assert.ok(namesOf(entities, 'FQDN').includes('shop.acme.example'));
      assert.ok(namesOf(entities, 'TLSCertificate').includes('ct:certspotter:9'));
    });
  }

  it('stops after 50 pages and says that there are more', async () => {
    const endless: Record<string, WrittenAnswer> = { [FIRST]: { json: [issuance(1, 'h1.acme.example')] } };
    for (let id = 1; id < 60; id += 1)
      endless[after(id)] = { json: [issuance(id + 1, `h${id + 1}.acme.example`)] };
    const { entities, error } = await collect(certspotter, target, writtenHttp(endless));
    assert.equal(error?.outcome, 'limited');
    assert.equal(namesOf(entities, 'FQDN').length, 50);
  });

  it('takes a page of many thousand names', async () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `h${index}.acme.example`);
    const http = writtenHttp({ [FIRST]: { json: [issuance(9, ...names)] }, [after(9)]: { json: [] } });
    const { entities } = await collect(certspotter, target, http);
    assert.equal(namesOf(entities, 'FQDN').length, 20_000);
  });

  it('does not put what it is sent into a URL unless it is a number', async () => {
    const http = writtenHttp({ [FIRST]: { json: [{ ...issuance(9), id: '9&domain=other.example' }] } });
    assert.equal((await collect(certspotter, target, http)).error?.outcome, 'failed');
  });
});
