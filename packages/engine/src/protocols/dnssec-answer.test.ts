import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, verdict } from '../../test/dnssec-internet.ts';

for (const denial of ['nsec', { iterations: 0, salt: '' }, { iterations: 3, salt: 'aabb' }] as const) {
  const how = denial === 'nsec' ? 'NSEC' : `NSEC3 of ${denial.iterations} iterations`;
  const answers: [title: string, name: string, type: string, answer: string, aliases?: string[]][] = [
    ['records', 'www.a.test', 'A', 'present'],
    ['records at the apex', 'A.Test.', 'mx', 'present'],
    ['the DS of a signed zone', 'a.test', 'DS', 'present'],
    ['the keys of a zone', 'a.test', 'DNSKEY', 'present'],
    ['no records of that type', 'www.a.test', 'TXT', 'nodata'],
    ['no records at the apex', 'a.test', 'TXT', 'nodata'],
    ['no DS at a name that is no zone', 'www.a.test', 'DS', 'nodata'],
    ['no name', 'gone.a.test', 'A', 'nxdomain'],
    ['no name far below one', 'x.y.www.a.test', 'A', 'nxdomain'],
    ['no name at an empty non-terminal', 'empty.a.test', 'A', 'nodata'],
    ['an answer from a wildcard', 'x.wild.a.test', 'A', 'present wildcard'],
    ['the same from far below', 'y.x.wild.a.test', 'A', 'present wildcard'],
    ['the wildcard itself', '*.wild.a.test', 'A', 'present'],
    ['no records of that type at a wildcard', 'x.wild.a.test', 'TXT', 'nodata'],
    ['an alias', 'alias.a.test', 'A', 'present', ['www.a.test']],
    ['an alias from a wildcard', 'x.alias.a.test', 'A', 'present', ['www.a.test']],
    ['an alias into another zone', 'away.a.test', 'A', 'present', ['www.other.test']],
    ['an alias that leads to no name', 'nowhere.a.test', 'A', 'nxdomain', ['gone.a.test']],
    ['the alias itself', 'alias.a.test', 'CNAME', 'present'],
    ['a name below a DNAME', 'x.moved.a.test', 'A', 'present wildcard', ['x.wild.a.test']],
    ['a name below a DNAME into another zone', 'x.old.a.test', 'A', 'nxdomain', ['x.www.other.test']],
  ];
  for (const [title, name, type, answer, aliases = []] of answers) {
    test(`${title} is secure with ${how}`, async () => {
      const result = await ask({ zone: { denial } }, name, type);
      const { answer: reply } = result;
      const told =
        reply?.state === 'absent'
          ? reply.reason
          : reply?.wildcard === true
            ? 'present wildcard'
            : reply?.state;
      assert.deepEqual(
        [result.state, result.reason, told, result.aliases],
        ['secure', 'validated', answer, aliases],
      );
    });
  }
}

test('a name that an opt-out span may hold is insecure, whatever the server says of it', async () => {
  const tld = { denial: { optOut: true }, unhashed: ['bare.test.'] };
  assert.deepEqual(verdict(await ask({ tld }, 'gone.test')), ['insecure', 'opt-out', 'gone.test']);
  assert.equal((await ask({ tld }, 'zz.test')).state, 'secure');
});

test('NSEC3 of 150 iterations is still followed', async () => {
  const result = await ask({ zone: { denial: { iterations: 150, salt: 'ab' } } }, 'gone.a.test');
  assert.equal(result.state, 'secure');
});

test('aliases in a circle end', async () => {
  const result = await ask({}, 'loop.a.test');
  assert.deepEqual(verdict(result), ['unknown', 'alias-loop', 'pool.a.test']);
});

test('an alias from a secure into an unsigned zone is insecure', async () => {
  const records = ['out 3600 CNAME www.bare.test.'];
  const result = await ask({ zone: { records } }, 'out.a.test');
  assert.deepEqual(verdict(result), ['insecure', 'no-ds', 'bare.test']);
  assert.equal(result.answer?.state, 'present');
});
