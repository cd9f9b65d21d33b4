import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pino } from 'pino';
import { startMailSink } from '../test/mail-sink.ts';
import { openMailer } from './mail.ts';

const MAIL = {
  to: 'ann@people.example',
  subject: 'Hello',
  text: 'Grüße\n\nhttps://x.example/?a=b',
  link: 'https://x',
};

test('a mail arrives with its text', async () => {
  const sink = await startMailSink();
  const mailer = openMailer({ smtpUrl: sink.url, from: 'me@x.example', log: pino({ level: 'silent' }) });
  mailer.send(MAIL);
  const mail = await sink.mailTo(MAIL.to);
  assert.equal(mail.subject, 'Hello');
  assert.match(mail.text, /https:\/\/x\.example\/\?a=b/);
  await mailer.close();
  await sink.close();
});

test('without a mail server the operator finds the link in the log', () => {
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  openMailer({ from: 'me@x.example', log }).send(MAIL);
  const { to, link, text } = JSON.parse(lines[0] ?? '{}');
  assert.deepEqual([to, link, text], [MAIL.to, MAIL.link, undefined]);
});

test('a mail server that is away is told in the log, and keeps nobody waiting at the end', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });
  const mailer = openMailer({ smtpUrl: 'smtp://127.0.0.1:1', from: 'me@x.example', log });
  mailer.send(MAIL);
  await mailer.close();
  assert.match(lines.join(), /mail not sent/);
});
