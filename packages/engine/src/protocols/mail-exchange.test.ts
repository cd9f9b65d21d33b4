import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exchangerAddresses, isNullExchange, ownExchangers, preferredExchanges } from './mail-exchange.ts';

const mx = (preference: number, exchange: string) => ({ preference, exchange });

test('the preferred exchangers come first, each once, the invalid and the surplus left out', () => {
  const records = [
    mx(20, 'b.test'),
    mx(20, 'a.test'),
    mx(30, 'B.test'),
    mx(5, 'no host'),
    mx(1, '192.0.2.1'),
  ];
  assert.deepEqual(preferredExchanges(records), [mx(20, 'a.test'), mx(20, 'b.test')]);
  const many = Array.from({ length: 9 }, (_, index) => mx(index, `mx${index}.test`));
  assert.equal(preferredExchanges(many).length, 5);
});

test('the root stands for no exchanger', () => {
  assert.deepEqual(
    ['', '.', 'a.test'].map((exchange) => isNullExchange(mx(0, exchange))),
    [true, true, false],
  );
});

test('own exchangers lie in the domain', () => {
  const records = [mx(1, 'mx.acme.test'), mx(2, 'mx.notacme.test'), mx(3, 'acme.test')];
  assert.deepEqual(ownExchangers(records, 'acme.test'), ['mx.acme.test', 'acme.test']);
});

const present = (...records: string[]) => ({ state: 'present', records }) as const;
const none = { state: 'absent', reason: 'nodata' } as const;

test('of the addresses each family of each exchanger comes first, four in all, the inner ones left out', () => {
  const exchangers = [
    { exchange: 'a.test', A: present('192.0.2.1', '192.0.2.2', '10.0.0.1'), AAAA: present('2001:DB8::1') },
    { exchange: 'b.test', A: present('192.0.2.1', '192.0.2.3'), AAAA: none },
    { exchange: 'c.test', A: present('10.0.0.9'), AAAA: { state: 'unknown', reason: 'timeout' } as const },
  ];
  assert.deepEqual(exchangerAddresses(exchangers), [
    { exchange: 'a.test', address: '192.0.2.1' },
    { exchange: 'a.test', address: '2001:db8::1' },
    { exchange: 'a.test', address: '192.0.2.2' },
    { exchange: 'b.test', address: '192.0.2.3' },
  ]);
});
