import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distinguishedName, oid, sequence, tlv, utf8 } from '../../test/der-bytes.ts';
import { DerError, readElement } from './der.ts';
import { readGeneralName, readName } from './x509-name.ts';

const keyOf = (name: Buffer) => readName(readElement(name)).key;
const as = (tag: number, text: string, encoding: BufferEncoding = 'latin1') =>
  distinguishedName(['2.5.4.3', tlv(tag, Buffer.from(text, encoding))]);
const big = (text: string) => Buffer.from(text, 'utf16le').swap16().toString('latin1');

for (const [title, one, other, equal] of [
  ['case and space', distinguishedName('ACME  Root '), distinguishedName('acme root'), true],
  ['the type of the string', as(0x13, 'Acme'), distinguishedName('Acme'), true],
  ['two octets a letter', as(0x1e, big('Ücme')), distinguishedName('ücme'), true],
  ['other text', distinguishedName('Acme'), distinguishedName('Acmes'), false],
  ['another attribute', distinguishedName('Acme'), distinguishedName(['2.5.4.10', utf8('Acme')]), false],
  ['the order of relative names', distinguishedName('a', 'b'), distinguishedName('b', 'a'), false],
  ['quotes in the text', distinguishedName('a","b'), distinguishedName('a', 'b'), false],
  ['bits', as(0x03, '\0a'), as(0x03, '\0A'), false],
] as const) {
  test(`${title}: ${equal ? 'the same name' : 'another name'}`, () => {
    assert.equal(keyOf(one) === keyOf(other), equal);
  });
}

test('the attributes of one relative name have no order', () => {
  const [one, other] = [sequence(oid('2.5.4.3'), utf8('a')), sequence(oid('2.5.4.10'), utf8('b'))];
  assert.equal(keyOf(sequence(tlv(0x31, one, other))), keyOf(sequence(tlv(0x31, other, one))));
});

test('mailboxes are told', () => {
  const name = distinguishedName('Leaf', ['1.2.840.113549.1.9.1', tlv(0x16, Buffer.from('a@acme.test'))]);
  assert.deepEqual(readName(readElement(name)).emails, ['a@acme.test']);
});

for (const [title, name] of [
  ['half a letter', as(0x1e, 'abc')],
  ['a letter that is none', as(0x1c, '\xff\xff\xff\xff')],
  ['an empty relative name', sequence(tlv(0x31))],
  ['a name without value', sequence(tlv(0x31, sequence(oid('2.5.4.3'))))],
] as const) {
  test(`${title} is refused`, () => assert.throws(() => keyOf(name), DerError));
}

test('general names', () => {
  const read = (tag: number, content: Buffer) => readGeneralName(readElement(tlv(tag, content)));
  assert.deepEqual(read(0x82, Buffer.from('a\0b')), { form: 'dns', value: 'a\0b' });
  assert.deepEqual(read(0x87, Buffer.from([1])), { form: 'ip', value: Buffer.from([1]) });
  assert.deepEqual(read(0x86, Buffer.from('x:')), { form: 'uri', value: 'x:' });
  assert.deepEqual(read(0x88, Buffer.of(0x2a)), { form: 'other', number: 8 });
  assert.equal(read(0xa4, distinguishedName('a')).form, 'directory');
  assert.throws(() => read(0x04, Buffer.from('a')), DerError);
});
