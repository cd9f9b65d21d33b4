import { page } from './pages.ts';
import { type Trio, trio } from './trio.ts';

const blog = (generator: string) => `<!doctype html><html lang="en"><head><title>Blog</title>${generator}
<link rel="stylesheet" href="/wp-content/themes/anvil/style.css">
<script src="/wp-includes/js/jquery/jquery.min.js?ver=3.7.1"></script></head>
<body><h1>Blog</h1><p>News of anvils.</p></body></html>
`;

const shop = `<!doctype html><html lang="en"><head><title>Shop</title>
<link rel="stylesheet" href="/_nuxt/entry.4a1b2c3d.css"><script type="module" src="/_nuxt/entry.4a1b2c3d.js"></script></head>
<body><div id="__nuxt"><h1>Shop</h1></div></body></html>
`;

/** Sites that show what they are made of: a blog, with versions and without, and a shop behind a delivery network. */
export const webTechnologies: Trio = trio({
  name: 'technologies',
  faults: [
    { code: 'version-disclosure/server', at: 'blog' },
    { code: 'version-disclosure/powered-by', at: 'blog' },
  ],
  noMute: true,
  zone: ({ faulty, address }) => ({
    hosts: [
      {
        label: 'blog',
        addresses: [address()],
        site: {
          page: page('Blog', {
            headers: faulty ? { Server: 'nginx/1.27.3 (Ubuntu)', 'X-Powered-By': 'PHP/8.3.14' } : {},
            body: blog('<meta name="generator" content="WordPress">'),
          }),
        },
      },
      {
        label: 'shop',
        addresses: [address()],
        site: {
          page: page('Shop', {
            headers: { Server: 'cloudflare', 'CF-Ray': '8f1a2b3c4d5e6f70-FRA' },
            cookies: ['__cf_bm=a1; Path=/; Secure; HttpOnly; SameSite=None'],
            body: shop,
          }),
        },
      },
    ],
  }),
});
