import assert from 'node:assert/strict';
import { test } from 'node:test';
import { domainToASCII, domainToUnicode } from 'node:url';
import fc from 'fast-check';
import { getPublicSuffix } from 'tldts';
import { parseConfusables } from './confusables.ts';
import { isHostname } from './domain-name.ts';
import { ALL_GLYPHS, LATIN_GLYPHS } from './lookalike-glyphs.ts';
import { FAMILIES, type LookalikeFamily, permutations } from './lookalikes.ts';

function namesOf(domain: string, families?: readonly LookalikeFamily[]): string[] {
  return [...permutations(domain, families === undefined ? {} : { families })].map(({ name }) => name);
}

const made: [domain: string, family: LookalikeFamily, names: string[]][] = [
  ['example.com', 'omission', ['xample.com', 'exampl.com', 'eample.com']],
  ['google.com', 'omission', ['gogle.com']],
  ['aabbcc.com', 'omission', ['abc.com']],
  ['example.com', 'repetition', ['eexample.com', 'examplee.com']],
  ['example.com', 'transposition', ['xeample.com', 'exampel.com']],
  ['example.com', 'change-order', ['xampele.com', 'eexampl.com']],
  ['example.com', 'vowel-swap', ['ixample.com', 'exumple.com']],
  ['google.com', 'vowel-swap', ['gaagle.com', 'goagle.com']],
  ['example.com', 'hyphenation', ['e-xample.com', 'exampl-e.com']],
  ['t-online.de', 'strip-hyphen', ['tonline.de']],
  ['example.com', 'insertion', ['exsample.com', 'exampole.com']],
  ['example.com', 'addition', ['example0.com', 'examplez.com', 'aexample.com']],
  ['example.com', 'replacement', ['wxample.com', 'ezample.com', 'exanple.com', 'exam9le.com']],
  ['zebra.com', 'replacement', ['tebra.com', 'webra.com']],
  ['google.com', 'double-replacement', ['gaagle.com', 'gookke.com', 'zzogle.com']],
  ['example.com', 'bitsquatting', ['gxample.com', 'eyample.com', 'examplg.com', 'exampld.com']],
  ['example.com', 'plural', ['examples.com', 'exsample.com']],
  ['news.com', 'plural', ['new.com', 'newses.com']],
  ['company.com', 'plural', ['companies.com']],
  ['parties.com', 'plural', ['party.com']],
  ['boxes.com', 'plural', ['box.com']],
  ['modern.com', 'homoglyph', ['modem.com', 'rnodern.com', 'moclern.com', 'm0dern.com', 'rn0dern.com']],
  ['wiki.org', 'homoglyph', ['vviki.org', 'w1ki.org', 'w1k1.org']],
  ['example.com', 'homoglyph', [domainToASCII('exämple.com'), domainToASCII('еxample.com')]],
  ['example.com', 'homoglyph', [domainToASCII('exąṁple.com'), domainToASCII('éxamplé.com')]],
  ['münchen.de', 'homoglyph', ['munchen.de']],
  ['paypal.com', 'cyrillic', [domainToASCII('раураӏ.com')]],
  ['münchen.de', 'various', ['muenchen.de']],
  ['example.com', 'various', ['examplecom.com', 'wwwexample.com', 'www-example.com']],
  ['example.de', 'various', ['example-de.com', 'examplede.de', 'examplede.com']],
  ['example.co.uk', 'various', ['example.uk', 'exampleco.uk']],
  ['login.example.com', 'various', ['loginexample.com', 'login-example.com']],
  ['a.b.example.com', 'various', ['abexample.com', 'a-b-example.com', 'a.bexample.com']],
  ['example.com', 'subdomain', ['e.xample.com', 'examp.le.com']],
  ['login.example.com', 'subdomain', ['exa.mple.com', 'login.exa.mple.com']],
  ['example.com', 'missing-dot', ['wwwexample.com', 'examplecom.com', 'wwwexamplecom.com']],
  ['login.example.com', 'missing-dot', ['loginexample.com', 'www.loginexample.com']],
  ['login.example.com', 'dot-hyphen-swap', ['login-example.com', 'login-example-com.net', 'example-com.org']],
  ['t-online.de', 'dot-hyphen-swap', ['t.online.de']],
  [
    'example.com',
    'tld-swap',
    ['example.net', 'example.co.uk', 'example.com.br', 'example.cm', 'example.xyz'],
  ],
  ['example.co.nz', 'tld-swap', ['example.co.mz', 'example.co.uk']],
  ['example.co.uk', 'sld-swap', ['example.org.uk', 'example.ac.uk']],
  ['example.br', 'sld-swap', ['example.com.br']],
  ['example.com', 'add-tld', ['example.com.it', 'example.com.co']],
  ['example.com', 'dynamic-dns', ['example-com.duckdns.org', 'example.ddns.net']],
  ['circl1.lu', 'numeral-swap', ['circlone.lu', 'circlfirst.lu']],
  ['circlone.lu', 'numeral-swap', ['circl1.lu']],
  ['base.com', 'homophone', ['bass.com']],
  ['bluemail.com', 'homophone', ['blewmail.com', 'bluemale.com']],
  ['myaddress.com', 'misspelling', ['myadress.com', 'myaddres.com']],
  ['acheive.com', 'misspelling', ['achieve.com']],
  [
    'example.com',
    'combosquatting',
    ['example-login.com', 'secureexample.com', 'my-example.com', 'examplepay.com'],
  ],
];

for (const [domain, family, names] of made) {
  test(`${family} of ${domain} has ${names.map(domainToUnicode).join(', ')}`, () => {
    const found = namesOf(domain, [family]);
    assert.deepEqual(
      names.filter((name) => !found.includes(name)),
      [],
    );
  });
}

test('every family makes names, each with that family', () => {
  const confusables = parseConfusables('10384 ; 0065 ; MA');
  const options = { confusables, words: ['harbour'], tlds: ['COM', 'XN--P1AI', '# Version'] };
  const found = new Set<string>();
  for (const domain of ['my-business1.co.uk', 'www.paypal.com', 'bluemale.com', 'schedule.com']) {
    for (const { family } of permutations(domain, options)) found.add(family);
  }
  assert.deepEqual(
    [...FAMILIES].filter((family) => !found.has(family)),
    [],
  );
});

test('words, top-level domains and confusables of the caller are used', () => {
  const confusables = parseConfusables('10384 ; 0065 ; MA');
  const names = [
    ...permutations('my-example.com', {
      words: ['harbour'],
      tlds: ['COM', 'XN--P1AI', '# Version'],
      confusables,
    }),
  ].map(({ name }) => name);
  for (const name of [
    'harbour-my-example.com',
    'my-exampleharbour.com',
    'my-harbour.com',
    'harbour-example.com',
    'my-example.xn--p1ai',
    'my-example.com.xn--p1ai',
    domainToASCII('my-\u{10384}xample.com'),
  ]) {
    assert.ok(names.includes(name), name);
  }
  assert.ok(!names.includes('my-example.net'));
});

test('a change keeps the public suffix, and never makes one', () => {
  for (const name of namesOf('c.uk', ['addition', 'replacement'])) assert.notEqual(name, 'co.uk');
  assert.ok(namesOf('example.co.uk', ['omission']).every((name) => name.endsWith('.co.uk')));
  assert.ok(
    namesOf('user.github.io', ['omission', 'homoglyph']).every((name) => name.endsWith('.github.io')),
  );
});

test('what is no domain has no look-alikes', () => {
  for (const domain of ['', 'com', 'co.uk', '192.0.2.1', 'a b.com', '.', 'x'.repeat(300)]) {
    assert.deepEqual(namesOf(domain), [], domain);
  }
});

test('the families come in their order and the same names come again', () => {
  const first = [...permutations('login.example.org')];
  assert.deepEqual([...permutations('LOGIN.example.org.')], first);
  const order = first.map(({ family }) => FAMILIES.indexOf(family));
  assert.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  );
});

test('the names stream: the first of a long label comes before the rest is made', () => {
  const [first] = permutations(`${'ab'.repeat(31)}.com`);
  assert.deepEqual(first, { name: `${'ab'.repeat(31).slice(1)}.com`, family: 'omission' });
});

const label = fc
  .stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,8}[a-z0-9])?$/)
  .filter((text) => !/^..--/.test(text));
const idn = fc.constantFrom('münchen', 'пример', 'straße', '例え', 'ñandú', 'ελλάδα', '\u{10384}ab');
const domain = fc
  .tuple(
    fc.constantFrom('', 'www.', 'a.b-c.'),
    fc.oneof(label, idn),
    fc.constantFrom('com', 'co.uk', 'рф', 'zz'),
  )
  .map(([front, middle, suffix]) => `${front}${middle}.${suffix}`);
const cheap = FAMILIES.filter((family) => family !== 'homoglyph');

test('each name is a host name, stands once, is not the original, and lives in Unicode and in A-labels', () => {
  fc.assert(
    fc.property(domain, fc.boolean(), (input, all) => {
      const original = domainToASCII(input);
      const names = namesOf(input, all && input.length < 9 ? FAMILIES : cheap);
      assert.equal(new Set(names).size, names.length);
      for (const name of names) {
        assert.ok(isHostname(name) && name !== original, name);
        assert.equal(domainToASCII(domainToUnicode(name)), name);
        assert.notEqual(getPublicSuffix(name), name);
      }
    }),
    { numRuns: 40 },
  );
});

/** A typo that leaves a hyphen outside, or two of them third and fourth, is no name. */
function registrable(text: string): boolean {
  return /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(text) && !/^..--/.test(text);
}

test('no change of one character is left out', () => {
  fc.assert(
    fc.property(label, (text) => {
      const names = new Set(namesOf(`${text}.test`, cheap));
      const expected: string[] = [];
      for (let at = 0; at < text.length; at += 1) {
        const [front, char, rest] = [text.slice(0, at), text.charAt(at), text.slice(at + 1)];
        expected.push(front + rest, front + char + char + rest, `${front}-${char}${rest}`);
        if (rest !== '') expected.push(front + rest.charAt(0) + char + rest.slice(1));
        for (const other of 'abcdefghijklmnopqrstuvwxyz0123456789') {
          expected.push(front + other + rest, text + other);
        }
        for (const other of '-abcdefghijklmnopqrstuvwxyz0123456789') {
          const flipped = other.charCodeAt(0) ^ char.charCodeAt(0);
          if ((flipped & (flipped - 1)) === 0) expected.push(front + other + rest);
        }
        if (at > 0) {
          const split = `${front}.${char}${rest}`;
          if (split.split('.').every(registrable)) assert.ok(names.has(`${split}.test`), split);
        }
      }
      for (const each of expected) {
        if (each !== text && registrable(each)) assert.ok(names.has(`${each}.test`), each);
      }
    }),
    { numRuns: 60 },
  );
});

test('every look-alike of one character is a name of its own, and so is every two of them', () => {
  for (const [key, others] of ALL_GLYPHS) {
    const names = new Set(namesOf(`x${key}x.com`, ['homoglyph']));
    for (const other of others) {
      if (other !== 'b' || key !== '6')
        assert.ok(names.has(domainToASCII(`x${other}x.com`)), `${key} ${other}`);
    }
  }
  const names = new Set(namesOf('bo.com', ['homoglyph']));
  for (const first of LATIN_GLYPHS.get('b') ?? []) {
    for (const second of LATIN_GLYPHS.get('o') ?? []) {
      assert.ok(names.has(domainToASCII(`${first}${second}.com`)), first + second);
    }
  }
});
