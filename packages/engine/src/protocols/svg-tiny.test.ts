import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { lintSvg } from './svg-tiny.ts';

const ROOT = 'xmlns="http://www.w3.org/2000/svg" version="1.2" baseProfile="tiny-ps" viewBox="0 0 64 64"';
const svg = (inner: string, root = ROOT) => `<?xml version="1.0"?><svg ${root}>${inner}</svg>`;
const TITLE = '<title>Acme</title>';

test('a logo in order has nothing to be told', () => {
  const logo = svg(
    `${TITLE}<desc>x</desc><defs><linearGradient id="a"/></defs><rect width="64" height="64" fill="url(#a)"/>`,
  );
  const facts = lintSvg(logo);
  assert.deepEqual([facts.title, facts.ratio, facts.problems, facts.advice], ['Acme', 1, [], []]);
});

for (const [title, text, message] of [
  ['another version', svg(TITLE, ROOT.replace('1.2', '1.1')), /version/],
  ['another profile', svg(TITLE, ROOT.replace('tiny-ps', 'tiny')), /baseProfile/],
  ['no title', svg('<rect/>'), /no title/],
  ['an empty title', svg('<title> </title>'), /no title/],
  ["a title that is not the document's", svg(`<g>${TITLE}</g>`), /no title/],
  ['a place on the root', svg(TITLE, `${ROOT} x="0"`), /x and y/],
  ['no namespace', svg(TITLE, ROOT.replace(/xmlns="[^"]*"/, '')), /namespace/],
  ['a script', svg(`${TITLE}<script>1</script>`), /script/],
  ['a handler', svg(`${TITLE}<g onclick="x()"/>`), /onclick is a script/],
  ['a raster image', svg(`${TITLE}<image href="data:image/png;base64,AA"/>`), /raster/],
  ['an animation', svg(`${TITLE}<animate/>`), /animation/],
  ['a style sheet', svg(`${TITLE}<style>a{}</style>`), /no part of SVG Tiny/],
  ['an outer reference', svg(`${TITLE}<use xlink:href="https://evil.test/x.svg#a"/>`), /leads out/],
  ['an outer paint', svg(`${TITLE}<g fill="url(https://evil.test/)"/>`), /leads out/],
  ['another document', '<html/>', /no svg/],
  ['no XML', 'hello', /well-formed/],
  ['nothing', '', /well-formed/],
  ['a cut document', '<svg><g>', /well-formed/],
  ['declarations', `<!DOCTYPE svg [<!ENTITY a "x">]>${svg(TITLE).slice(21)}`, /DOCTYPE/],
  ['an entity of its own', svg('<title>&bomb;</title>'), /well-formed/],
  ['a style sheet drawn in', `<?xml-stylesheet href="x"?>${svg(TITLE).slice(21)}`, /style sheet/],
  ['too many octets', svg(`${TITLE}<desc>${'x'.repeat(33_000)}</desc>`), /octets/],
  ['endless nesting', svg(`${TITLE}${'<g>'.repeat(5_000)}`), /well-formed/],
] as const) {
  test(`${title} is told`, () => {
    const { problems } = lintSvg(text);
    assert.ok(
      problems.some((each) => message.test(each.message)),
      JSON.stringify(problems),
    );
  });
}

test('what is merely unwise is advice', () => {
  const facts = lintSvg(svg(TITLE, ROOT.replace('64 64', '64 32')));
  assert.deepEqual([facts.problems, facts.advice.length, facts.ratio], [[], 1, 2]);
});

test('a bomb of entities stays what it is', () => {
  const entities = Array.from({ length: 20 }, (_, i) => `<!ENTITY e${i + 1} "&e${i};&e${i};">`).join('');
  const { problems } = lintSvg(
    `<!DOCTYPE svg [<!ENTITY e0 "x">${entities}]>${svg('<title>&e20;</title>').slice(21)}`,
  );
  assert.ok(problems.length > 0);
});

test('any text is looked through', () => {
  const piece = fc.constantFrom(
    '<svg ',
    ROOT,
    '>',
    '</svg>',
    TITLE,
    '<g',
    ' href="x"',
    '/>',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '&',
    ';',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(fc.oneof(piece, fc.string())).map((all) => all.join('')),
      ),
      (text) => {
        assert.ok(lintSvg(text).problems.length <= 20);
      },
    ),
  );
});
