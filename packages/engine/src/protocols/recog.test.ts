import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCpe } from './cpe.ts';
import { loadFingerprints } from './recog.ts';
import { parseRecog } from './recog-xml.ts';

const XML = `<?xml version='1.0' encoding='UTF-8'?>
<!-- of our own making -->
<fingerprints matches="http_header.server" protocol="http" database_type="service" preference="0.90">
  <fingerprint pattern="^Harbour/([\\d.]+)(?: \\((\\w+)\\))?$">
    <description>Harbour, with a version</description>
    <example service.version="2.1" os.product="Debian">Harbour/2.1 (Debian)</example>
    <example service.version="2.1" service.cpe23="cpe:/a:acme:harbour:2.1">Harbour/2.1</example>
    <param pos="0" name="service.vendor" value="Acme &amp; Co"/>
    <param pos="0" name="service.product" value="Harbour"/>
    <param pos="1" name="service.version"/>
    <param pos="2" name="os.product"/>
    <param pos="0" name="service.cpe23" value="cpe:/a:acme:harbour:{service.version}"/>
    <param pos="0" name="os.cpe23" value="cpe:/o:acme:{os.product}:{os.version}"/>
    <param pos="0" name="os.title" value="{os.product} Linux"/>
  </fingerprint>
  <fingerprint pattern="^Harbour" flags="REG_ICASE">
    <description>Harbour</description>
    <example>HARBOUR</example>
    <example><![CDATA[harbour <2]]></example>
    <param pos="0" name="service.product" value="Harbour"/>
    <param pos="0" name="service.protocol" value="https"/>
  </fingerprint>
  <fingerprint pattern="begin (.*) (\\w+)end" flags="REG_DOT_NEWLINE,REG_ICASE">
    <description>Two lines</description>
    <example _encoding="base64" note="a&#10;b">
      QmVnaW4gYQpiIHh4ZW5k
    </example>
    <example _filename="elsewhere"/>
    <param pos="1" name="note"/>
    <param pos="2" name="_tmp.word"/>
    <param pos="0" name="word" value="{_tmp.word}!"/>
  </fingerprint>
  <fingerprint pattern="(a)\\1">
    <description>Twice</description>
    <param pos="0" name="never" value="1"/>
  </fingerprint>
</fingerprints>`;

const loaded = loadFingerprints(XML);

test('the file says what it is for', () => {
  assert.equal(loaded.matches, 'http_header.server');
  assert.equal(loaded.protocol, 'http');
  assert.equal(loaded.preference, 0.9);
  assert.equal(loaded.size, 3);
});

test('a pattern that we do not know is left out, with the reason', () => {
  assert.deepEqual(loaded.skipped, [{ description: 'Twice', pattern: '(a)\\1', reason: 'the escape "\\1"' }]);
});

test('groups and fixed values become attributes, and values take others in', () => {
  assert.deepEqual(loaded.match('Harbour/2.1 (Debian)'), {
    'service.vendor': 'Acme & Co',
    'service.product': 'Harbour',
    'service.version': '2.1',
    'os.product': 'Debian',
    'service.cpe23': 'cpe:/a:acme:harbour:2.1',
    'os.cpe23': 'cpe:/o:acme:Debian:-',
    'os.title': 'Debian Linux',
    'service.protocol': 'http',
  });
});

test('what a group did not catch is no attribute: a CPE has "-" for it, and any other value that needs it is left out', () => {
  const found = loaded.match('Harbour/2.1');
  assert.equal(found?.['os.cpe23'], 'cpe:/o:acme:-:-');
  assert.deepEqual(parseCpe(found?.['os.cpe23'] ?? '')?.version, { kind: 'na' });
  assert.ok(found !== null && !('os.product' in found) && !('os.title' in found));
});

test('the first that fits in the order of the file counts', () => {
  assert.equal(loaded.match('Harbour/x')?.['service.vendor'], undefined);
  assert.equal(loaded.match('harbour')?.['service.protocol'], 'https');
  assert.equal(loaded.match('Port/1'), null);
});

test('a name for other values alone is not told', () => {
  assert.deepEqual(loaded.match('BEGIN a\nb xxend'), {
    note: 'a\nb',
    word: 'xx!',
    'service.protocol': 'http',
  });
});

test('every example of the file comes out as it says', () => {
  const { entries } = parseRecog(XML);
  const examples = entries.flatMap(({ examples }) => examples);
  assert.equal(examples.length, 5);
  assert.deepEqual(examples.at(-1), { text: 'Begin a\nb xxend', attributes: { note: 'a\nb' } });
  for (const { text, attributes } of examples) {
    const found = loaded.match(text);
    assert.ok(found !== null, text);
    for (const [name, value] of Object.entries(attributes)) assert.equal(found[name], value);
  }
});

test('bytes that are no UTF-8 are read as latin-1', () => {
  const xml = `<fingerprints><fingerprint pattern="\\x04\\xff"><example _encoding="base64">BP8=</example></fingerprint></fingerprints>`;
  const [example] = parseRecog(xml).entries[0]?.examples ?? [];
  assert.equal(example?.text, '\x04\xff');
  const { match, matches, protocol, preference } = loadFingerprints(xml);
  assert.deepEqual(match(example.text), {});
  assert.deepEqual([matches, protocol, preference], [null, null, null]);
});

for (const [what, xml] of [
  ['that is not well-formed', '<fingerprints><fingerprint></fingerprints>'],
  ['without fingerprints', '<html/>'],
  ['with an entity of its own', '<!DOCTYPE a [<!ENTITY b "c">]><fingerprints>&b;</fingerprints>'],
  ['that is empty', ''],
] as const) {
  test(`a file ${what} is refused`, () => {
    assert.throws(() => loadFingerprints(xml), Error);
  });
}
