import { inCategory } from '../signature.ts';

export const styles = [
  ...inCategory('css-framework', [
    { name: 'Bootstrap', cpe: 'a:getbootstrap:bootstrap', urls: ['/bootstrap@{}', '/bootstrap/{}/', '/twitter-bootstrap/{}/', '/bootstrap.min.css?ver={}', '/bootstrap.min.css', '/bootstrap.css', '/bootstrap.min.js', '/bootstrap.bundle.min.js', '/bootstrap-{}.'], sample: '<link rel="stylesheet" href="/npm/bootstrap@5.3.3/dist/css/bootstrap.min.css">' },
    { name: 'Tailwind CSS', vendor: 'Tailwind Labs', urls: ['cdn.tailwindcss.com', '/tailwindcss@{}', '/@tailwindcss/browser@{}', '/tailwind.min.css', '/tailwind.css'], html: '! tailwindcss v{} |', sample: '<style>/*! tailwindcss v3.4.16 | MIT License | https://tailwindcss.com*/</style>' },
    { name: 'Foundation', vendor: 'Zurb', urls: ['/foundation-sites@{}', '/foundation/{}/', '/foundation.min.css', '/foundation.min.js'], sample: '<link rel="stylesheet" href="/npm/foundation-sites@6.9.0/dist/css/foundation.min.css">' },
    { name: 'Bulma', urls: ['/bulma@{}', '/bulma/{}/', '/bulma.min.css'], sample: '<link rel="stylesheet" href="/npm/bulma@1.0.2/css/bulma.min.css">' },
    { name: 'Materialize', urls: ['/materialize/{}/', '/materialize.min.css', '/materialize.css'], sample: '<link rel="stylesheet" href="/ajax/libs/materialize/1.0.0/css/materialize.min.css">' },
    { name: 'Semantic UI', urls: ['/semantic-ui@{}', '/semantic-ui/{}/', '/fomantic-ui@{}', '/semantic.min.css'], sample: '<link rel="stylesheet" href="/ajax/libs/semantic-ui/2.5.0/semantic.min.css">' },
    { name: 'UIkit', vendor: 'YOOtheme', cpe: 'a:getuikit:uikit', urls: ['/uikit@{}', '/uikit/{}/', '/uikit.min.css', '/uikit.min.js'], sample: '<link rel="stylesheet" href="/npm/uikit@3.21.16/dist/css/uikit.min.css">' },
    { name: 'MUI', vendor: 'MUI', implies: ['React'], html: ['class="muibox-root', 'muibutton-root', 'class="muitypography-root'], sample: '<button class="MuiButtonBase-root MuiButton-root">' },
    { name: 'Ant Design', vendor: 'Ant Group', implies: ['React'], html: ['class="ant-layout', 'class="ant-btn'], urls: '/antd@{}', sample: '<link rel="stylesheet" href="/npm/antd@5.22.2/dist/reset.css">' },
    { name: 'Vuetify', implies: ['Vue.js'], html: ['class="v-application', 'id="vuetify-theme-stylesheet"'], urls: '/vuetify@{}', sample: '<link rel="stylesheet" href="/npm/vuetify@3.7.4/dist/vuetify.min.css">' },
    { name: 'Animate.css', urls: ['/animate.css/{}/', '/animate.css@{}', '/animate.min.css', '/animate.css'], sample: '<link rel="stylesheet" href="/ajax/libs/animate.css/4.1.1/animate.min.css">' },
    { name: 'Pico CSS', urls: ['/@picocss/pico@{}', '/pico.min.css'], sample: '<link rel="stylesheet" href="/npm/@picocss/pico@2.0.6/css/pico.min.css">' },
  ]),
  ...inCategory('font', [
    { name: 'Google Fonts', vendor: 'Google', urls: ['fonts.googleapis.com/css', 'fonts.gstatic.com'], html: '@import url(https://fonts.googleapis.com/', sample: '<link href="https://fonts.googleapis.com/css2?family=Inter" rel="stylesheet">' },
    { name: 'Adobe Fonts', vendor: 'Adobe', urls: ['use.typekit.net/', 'p.typekit.net/'], scripts: 'use.typekit.net/', sample: '<link rel="stylesheet" href="https://use.typekit.net/abc1def.css">' },
    { name: 'Font Awesome', vendor: 'Fonticons', urls: ['kit.fontawesome.com/', 'use.fontawesome.com/releases/v{}/', '/font-awesome/{}/', '/fontawesome-free@{}', '/font-awesome.min.css?ver={}', '/font-awesome.min.css'], sample: '<link rel="stylesheet" href="/ajax/libs/font-awesome/6.7.1/css/all.min.css">' },
    { name: 'Bootstrap Icons', urls: ['/bootstrap-icons@{}', '/bootstrap-icons.css', '/bootstrap-icons.min.css'], sample: '<link rel="stylesheet" href="/npm/bootstrap-icons@1.11.3/font/bootstrap-icons.min.css">' },
    { name: 'Fonts.com', vendor: 'Monotype', urls: ['fast.fonts.net/', 'fast.fonts.com/'], sample: '<link rel="stylesheet" href="https://fast.fonts.net/t/1.css?apiType=css&amp;projectid=0">' },
    { name: 'Bunny Fonts', vendor: 'BunnyWay', urls: 'fonts.bunny.net/', sample: '<link rel="stylesheet" href="https://fonts.bunny.net/css?family=figtree:400">' },
    { name: 'Cloud.typography', vendor: 'Monotype', urls: 'cloud.typography.com/', sample: '<link rel="stylesheet" href="https://cloud.typography.com/1/2/css/fonts.css">' },
  ]),
  ...inCategory('library-host', [
    { name: 'jsDelivr', vendor: 'Prospect One', urls: ['//cdn.jsdelivr.net/', '//fastly.jsdelivr.net/'], sample: '<script src="https://cdn.jsdelivr.net/npm/acme@1/acme.js"></script>' },
    { name: 'cdnjs', vendor: 'Cloudflare', urls: '//cdnjs.cloudflare.com/ajax/libs/', sample: '<script src="https://cdnjs.cloudflare.com/ajax/libs/acme/1.0.0/acme.js"></script>' },
    { name: 'unpkg', urls: '//unpkg.com/', sample: '<script src="https://unpkg.com/acme@1.0.0/acme.js"></script>' },
    { name: 'Google Hosted Libraries', vendor: 'Google', urls: '//ajax.googleapis.com/ajax/libs/', sample: '<script src="https://ajax.googleapis.com/ajax/libs/acme/1/acme.js"></script>' },
    { name: 'Microsoft Ajax CDN', vendor: 'Microsoft', urls: ['//ajax.aspnetcdn.com/', '//ajax.microsoft.com/ajax/'], sample: '<script src="https://ajax.aspnetcdn.com/ajax/acme/1.js"></script>' },
    { name: 'esm.sh', urls: '//esm.sh/', sample: '<script type="module" src="https://esm.sh/acme@1"></script>' },
  ]),
];
