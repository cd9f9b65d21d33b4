import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Channel } from './channel.ts';

test('items come out in the order in which they went in', async () => {
  const channel = new Channel<number>(2);
  const sent = (async () => {
    for (let item = 0; item < 100; item += 1) await channel.push(item);
    channel.close();
  })();
  const received: number[] = [];
  for await (const item of channel) received.push(item);
  await sent;
  assert.deepEqual(
    received,
    Array.from({ length: 100 }, (_, item) => item),
  );
});

test('a full channel holds its producer back', async () => {
  const channel = new Channel<number>(3);
  let pushed = 0;
  const sent = (async () => {
    for (let item = 0; item < 10; item += 1) {
      await channel.push(item);
      pushed += 1;
    }
  })();
  await new Promise(setImmediate);
  assert.equal(pushed, 3);
  channel.close();
  await sent;
});

test('a consumer that leaves releases the producer, who is told', async () => {
  const channel = new Channel<number>(1);
  await channel.push(1);
  const blocked = channel.push(2);
  for await (const _ of channel) break;
  assert.equal(await channel.push(3), false);
  await blocked;
});

test('a failure reaches the consumer after what was sent before it', async () => {
  const channel = new Channel<number>(5);
  await channel.push(1);
  channel.close(new Error('torn'));
  const received: number[] = [];
  await assert.rejects(async () => {
    for await (const item of channel) received.push(item);
  }, /torn/);
  assert.deepEqual(received, [1]);
});
