import { inCategory } from '../signature.ts';

export const consent = [
  ...inCategory('consent', [
    {
      name: 'OneTrust',
      vendor: 'OneTrust',
      scripts: ['cdn.cookielaw.org/', 'optanonwrapper', 'otsdkstub.js'],
      cookies: ['optanonconsent'],
      sample: '<script src="https://cdn.cookielaw.org/scripttemplates/otSDKStub.js"></script>',
    },
    {
      name: 'Cookiebot',
      vendor: 'Usercentrics',
      scripts: ['consent.cookiebot.com/', 'consent.cookiebot.eu/'],
      sample: '<script id="Cookiebot" src="https://consent.cookiebot.com/uc.js"></script>',
    },
    {
      name: 'Usercentrics',
      vendor: 'Usercentrics',
      scripts: ['app.usercentrics.eu/', 'web.cmp.usercentrics.eu/'],
      sample:
        '<script id="usercentrics-cmp" src="https://app.usercentrics.eu/browser-ui/latest/loader.js"></script>',
    },
    {
      name: 'TrustArc',
      vendor: 'TrustArc',
      scripts: ['consent.trustarc.com/', 'consent.truste.com/'],
      sample: '<script src="//consent.trustarc.com/notice?domain=acme.test"></script>',
    },
    {
      name: 'Didomi',
      vendor: 'Didomi',
      scripts: ['sdk.privacy-center.org/', 'window.didomiconfig'],
      sample: '<script src="https://sdk.privacy-center.org/a1/loader.js"></script>',
    },
    {
      name: 'Quantcast Choice',
      vendor: 'InMobi',
      scripts: ['cmp.quantcast.com/choice/', 'cmp.inmobi.com/choice/', 'quantcast.mgr.consensu.org/'],
      sample: '<script src="https://cmp.quantcast.com/choice/a1/acme.test/choice.js"></script>',
    },
    {
      name: 'iubenda',
      vendor: 'team.blue',
      scripts: ['cdn.iubenda.com/', 'cs.iubenda.com/'],
      sample: '<script src="//cdn.iubenda.com/cs/iubenda_cs.js"></script>',
    },
    {
      name: 'Termly',
      vendor: 'Termly',
      scripts: 'app.termly.io/',
      sample: '<script src="https://app.termly.io/resource-blocker/a1"></script>',
    },
    {
      name: 'CookieYes',
      vendor: 'CookieYes',
      scripts: ['cdn-cookieyes.com/client_data/', '/plugins/cookie-law-info/'],
      sample: '<script src="https://cdn-cookieyes.com/client_data/a1/script.js"></script>',
    },
    {
      name: 'Osano',
      vendor: 'Osano',
      scripts: ['cmp.osano.com/', '/cookieconsent.min.js'],
      sample: '<script src="https://cmp.osano.com/a1/b2/osano.js"></script>',
    },
    {
      name: 'consentmanager',
      vendor: 'consentmanager',
      scripts: ['delivery.consentmanager.net/', 'cdn.consentmanager.net/'],
      sample: '<script src="https://cdn.consentmanager.net/delivery/autoblocking/a1.js"></script>',
    },
    {
      name: 'Klaro',
      vendor: 'KIProtect',
      scripts: ['/klaro.js', 'cdn.kiprotect.com/klaro/v{}', '/klaro-no-css.js'],
      sample: '<script defer src="https://cdn.kiprotect.com/klaro/v0.7.21/klaro.js"></script>',
    },
    {
      name: 'Borlabs Cookie',
      vendor: 'Borlabs',
      implies: ['WordPress'],
      urls: '/plugins/borlabs-cookie/',
      sample: '<link rel="stylesheet" href="/wp-content/plugins/borlabs-cookie/assets/css/a.css">',
    },
    {
      name: 'Complianz',
      vendor: 'Really Simple Plugins',
      implies: ['WordPress'],
      urls: '/plugins/complianz-gdpr',
      sample:
        '<link rel="stylesheet" href="/wp-content/plugins/complianz-gdpr/assets/css/cookieblocker.min.css">',
    },
  ]),
  ...inCategory('accessibility', [
    {
      name: 'UserWay',
      vendor: 'Level Access',
      scripts: 'cdn.userway.org/widget.js',
      sample: '<script src="https://cdn.userway.org/widget.js"></script>',
    },
    {
      name: 'accessiBe',
      vendor: 'accessiBe',
      scripts: ['acsbapp.com/apps/app/', 'acsbap.com/apps/app/'],
      sample: '<script src="https://acsbapp.com/apps/app/dist/js/app.js"></script>',
    },
    {
      name: 'AudioEye',
      vendor: 'AudioEye',
      scripts: ['wsmcdn.audioeye.com/', 'ws.audioeye.com/'],
      sample: '<script src="https://wsmcdn.audioeye.com/aem.js"></script>',
    },
    {
      name: 'ReadSpeaker',
      vendor: 'ReadSpeaker',
      scripts: '.readspeaker.com/script/',
      sample: '<script src="//cdn1.readspeaker.com/script/1/webReader/webReader.js"></script>',
    },
  ]),
];
