import { checkRows, pageWith, plainSite } from '../../test/observatory-table.ts';
import { subresourceIntegrity } from './observatory-subresource-integrity.ts';

const page = (...scripts: string[]) =>
  pageWith({}, scripts.map((each) => `<script ${each}></script>`).join(''));
const sri = 'integrity="sha384-abc"';

checkRows(subresourceIntegrity, [
  ['no scripts', plainSite, 'sri-not-implemented-but-no-scripts-loaded'],
  [
    'JSON',
    pageWith({ 'content-type': 'application/json' }, '<script src=//a.test>'),
    'sri-not-implemented-response-not-html',
  ],
  [
    'no type',
    { ...plainSite, https: { headers: {}, body: '<script>1</script>' } },
    'sri-not-implemented-but-all-scripts-loaded-from-secure-origin',
  ],
  ['an inline script', page(''), 'sri-not-implemented-but-all-scripts-loaded-from-secure-origin'],
  [
    'own scripts',
    page('src=/a.js', 'src="https://cdn.acme.test/a.js"', 'src=http://acme.test/'),
    'sri-not-implemented-but-all-scripts-loaded-from-secure-origin',
  ],
  ['an own script with a hash', page(`src=/a.js ${sri}`), 'sri-implemented-and-all-scripts-loaded-securely'],
  [
    'an own script beside a foreign one with a hash',
    page('src=/a.js', `src=https://cdn.test/a.js ${sri}`),
    'sri-implemented-and-external-scripts-loaded-securely',
  ],
  [
    'a foreign script with a hash',
    page(`src=https://cdn.test/a.js ${sri}`),
    'sri-implemented-and-external-scripts-loaded-securely',
  ],
  [
    'a foreign script',
    page('src=https://cdn.test/a.js'),
    'sri-not-implemented-but-external-scripts-loaded-securely',
  ],
  [
    'a foreign script over http with a hash',
    page(`src=http://cdn.test/a.js ${sri}`),
    'sri-implemented-but-external-scripts-not-loaded-securely',
  ],
  [
    'no scheme, with a hash',
    page(`src=//cdn.test/a.js ${sri}`),
    'sri-implemented-but-external-scripts-not-loaded-securely',
  ],
  [
    'a foreign script over http',
    page('src=http://cdn.test/a.js'),
    'sri-not-implemented-and-external-scripts-not-loaded-securely',
  ],
  ['no scheme', page('src=//acme.test/a.js'), 'sri-not-implemented-and-external-scripts-not-loaded-securely'],
  [
    'the order of the algorithm',
    page(`src=//cdn.test/a.js ${sri}`, 'src=https://cdn.test/b.js'),
    'sri-not-implemented-but-external-scripts-loaded-securely',
  ],
  [
    'an own script with a hash over http',
    { site: 'acme.test', http: { headers: {}, body: `<script src=/a.js ${sri}></script>` } },
    'sri-not-implemented-but-all-scripts-loaded-from-secure-origin',
  ],
]);
