import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { printReply, readSmtpReply } from './smtp-reply.ts';

test('reads one line and many, with CRLF or LF, and nothing after them', () => {
  assert.deepEqual(readSmtpReply('220 mail.acme.test ESMTP\r\n'), {
    state: 'reply',
    reply: { code: 220, lines: ['mail.acme.test ESMTP'] },
  });
  assert.deepEqual(readSmtpReply('250-one\r\n250-two\n250 three\r\n250 four\r\n'), {
    state: 'reply',
    reply: { code: 250, lines: ['one', 'two', 'three'] },
  });
  assert.deepEqual(readSmtpReply('250\r\n'), { state: 'reply', reply: { code: 250, lines: [''] } });
});

test('control characters in replies do not pass', () => {
  const reading = readSmtpReply('220 a\x1b[31mb\0\x9bc\r\n');
  assert.equal(reading.state === 'reply' && printReply(reading.reply), '220 a[31mbc');
});

test('text beyond ASCII is read as UTF-8 where it is', () => {
  const reading = readSmtpReply(Buffer.from('220 \u202epng\r\n').toString('latin1'));
  assert.equal(reading.state === 'reply' && printReply(reading.reply), '220 \u202epng');
});

test('waits for a reply that is not whole', () => {
  for (const text of ['', '2', '220 mail', '250-one\r\n', '250-one\r\n250 two']) {
    assert.equal(readSmtpReply(text).state, 'incomplete', text);
  }
});

test('what is no reply is malformed, and so is what does not end', () => {
  const texts = [
    'hello\r\n',
    '22\r\n',
    '2200 x\r\n',
    '120 x\r\n',
    '250-one\r\noops\r\n',
    '\r\n',
    'HTTP/1.1 400 Bad\r\n',
    '250-x\r\n'.repeat(101),
    `220 ${'x'.repeat(20_000)}`,
    `220 ${'x'.repeat(20_000)}\r\n`,
  ];
  for (const text of texts) assert.equal(readSmtpReply(text).state, 'malformed', text.slice(0, 30));
});

test('no text makes reading throw', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readSmtpReply(text)));
  const lines = fc.array(
    fc.tuple(fc.integer({ min: 200, max: 599 }), fc.constantFrom('-', ' ', ''), fc.string()),
  );
  fc.assert(
    fc.property(lines, (parts) => {
      const text = parts.map(([code, separator, rest]) => `${code}${separator}${rest}\r\n`).join('');
      readSmtpReply(text);
    }),
  );
});
