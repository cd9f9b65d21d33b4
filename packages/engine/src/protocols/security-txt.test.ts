import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseSecurityTxt } from './security-txt.ts';

const GOOD = 'Contact: mailto:security@acme.test\nExpires: 2027-01-01T00:00:00Z\n';
const problems = (text: string) => parseSecurityTxt(text).problems;

test('a sound file', () => {
  const text = `# Our policy\r\nContact: https://acme.test/report\r\ncontact: mailto:security@acme.test\r\n\r\nExpires: 2027-01-01T02:00:00.5+02:00\r\nCanonical: https://acme.test/.well-known/security.txt\r\nPreferred-Languages: en, de\r\n`;
  assert.deepEqual(parseSecurityTxt(text), {
    contacts: ['https://acme.test/report', 'mailto:security@acme.test'],
    expires: '2027-01-01T00:00:00.000Z',
    canonical: ['https://acme.test/.well-known/security.txt'],
    signed: false,
    problems: [],
  });
});

const SIGNED = `-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA512

${GOOD}- # a line with a dash
-----BEGIN PGP SIGNATURE-----

iHUEARYKAB0WIQ
-----END PGP SIGNATURE-----
`;

test('a signature is taken off, and told', () => {
  assert.deepEqual(parseSecurityTxt(SIGNED), { ...parseSecurityTxt(GOOD), signed: true });
  const cut = parseSecurityTxt(SIGNED.replace('-----END PGP SIGNATURE-----\n', ''));
  assert.equal(cut.signed, false);
  assert.deepEqual(cut.problems, ['The signature is not whole.']);
});

for (const [what, text, problem] of [
  ['no contact', 'Expires: 2027-01-01T00:00:00Z', 'Contact is missing.'],
  ['an address that is no URI', GOOD.replace('mailto:', ''), 'Contact is not a URI.'],
  ['a contact of plain http', `${GOOD}Contact: http://acme.test/`, 'Contact is not reached over https.'],
  ['no expiry', 'Contact: tel:+1-201-555-0123', 'Expires stands nowhere.'],
  ['two of them', `${GOOD}Expires: 2028-01-01T00:00:00Z`, 'Expires stands more than once.'],
  ['a date alone', GOOD.replace('T00:00:00Z', ''), 'Expires is not a date and time of RFC 3339.'],
  ['a date that is none', GOOD.replace('01-01', '13-41'), 'Expires is not a date and time of RFC 3339.'],
  ['prose', `${GOOD}Write to us.`, 'A line is neither a field nor a comment.'],
  [
    'languages twice',
    `${GOOD}Preferred-Languages: en\nPreferred-Languages: de`,
    'Preferred-Languages stands more than once.',
  ],
  ['a policy of plain http', `${GOOD}Policy: http://acme.test/`, 'Policy is not reached over https.'],
] as const) {
  test(`${what}: ${problem}`, () =>
    assert.ok(problems(text).includes(problem), JSON.stringify(problems(text))));
}

test('fields that nobody knows are passed over', () =>
  assert.deepEqual(problems(`${GOOD}Bug-Bounty: true\n`), []));

test('any text is read, and only URIs come out as contacts', () => {
  const parts = fc.constantFrom(
    'Contact:',
    'Expires: ',
    '2027-01-01T00:00:00Z',
    '\n',
    ' mailto:a@b.test',
    '#',
    '-----BEGIN PGP SIGNED MESSAGE-----',
    '\r\n',
    'x',
  );
  const soup = fc.array(parts, { maxLength: 100 }).map((each) => each.join(''));
  fc.assert(
    fc.property(fc.oneof(fc.string(), soup), (text) => {
      const { contacts, expires } = parseSecurityTxt(text);
      for (const contact of contacts) assert.match(contact, /^(https|mailto|tel):/i);
      if (expires !== null) assert.equal(new Date(expires).toISOString(), expires);
    }),
  );
});
