import { inCategory } from '../signature.ts';

export const conversation = [
  ...inCategory('chat', [
    {
      name: 'Intercom',
      vendor: 'Intercom',
      scripts: ['widget.intercom.io/widget/', 'window.intercomsettings', 'js.intercomcdn.com/'],
      sample: '<script>window.intercomSettings = {app_id: "a1"};</script>',
    },
    {
      name: 'Zendesk',
      vendor: 'Zendesk',
      scripts: ['static.zdassets.com/ekr/snippet.js', 'v2.zopim.com/'],
      headers: { 'x-zendesk-origin-server': '' },
      aliases: ['zendesk.com'],
      sample: '<script id="ze-snippet" src="https://static.zdassets.com/ekr/snippet.js?key=a1"></script>',
    },
    {
      name: 'Drift',
      vendor: 'Salesloft',
      scripts: 'js.driftt.com/',
      sample: '<script src="https://js.driftt.com/include/1/a1.js"></script>',
    },
    {
      name: 'LiveChat',
      vendor: 'Text',
      scripts: 'cdn.livechatinc.com/tracking.js',
      sample: '<script src="https://cdn.livechatinc.com/tracking.js"></script>',
    },
    {
      name: 'tawk.to',
      vendor: 'tawk.to',
      scripts: 'embed.tawk.to/',
      sample: '<script src="https://embed.tawk.to/a1/default"></script>',
    },
    {
      name: 'Crisp',
      vendor: 'Crisp',
      scripts: 'client.crisp.chat/',
      sample: '<script src="https://client.crisp.chat/l.js"></script>',
    },
    {
      name: 'Olark',
      vendor: 'Olark',
      scripts: 'static.olark.com/',
      sample: '<script src="https://static.olark.com/jsclient/loader.js"></script>',
    },
    {
      name: 'Tidio',
      vendor: 'Tidio',
      scripts: 'code.tidio.co/',
      sample: '<script src="//code.tidio.co/a1.js"></script>',
    },
    {
      name: 'Freshchat',
      vendor: 'Freshworks',
      scripts: ['wchat.freshchat.com/', 'widget.freshworks.com/'],
      sample: '<script src="https://wchat.freshchat.com/js/widget.js"></script>',
    },
    {
      name: 'Freshdesk',
      vendor: 'Freshworks',
      aliases: ['freshdesk.com'],
      urls: 'assets.freshdesk.com/',
      sample: ':alias acme.freshdesk.com',
    },
    {
      name: 'Userlike',
      vendor: 'Lime Connect',
      scripts: 'userlike-cdn-widgets.',
      sample: '<script async src="https://userlike-cdn-widgets.s3-eu-west-1.amazonaws.com/a1.js"></script>',
    },
    {
      name: 'Chatwoot',
      vendor: 'Chatwoot',
      cpe: 'a:chatwoot:chatwoot',
      scripts: ['/packs/js/sdk.js', 'chatwootsdk.run('],
      sample: '<script>window.chatwootSDK.run({websiteToken: "a1"});</script>',
    },
    {
      name: 'Gorgias',
      vendor: 'Gorgias',
      scripts: 'config.gorgias.chat/',
      sample: '<script src="https://config.gorgias.chat/bundle-loader/a1"></script>',
    },
    {
      name: 'Help Scout',
      vendor: 'Help Scout',
      scripts: 'beacon-v2.helpscout.net',
      aliases: ['helpscoutdocs.com'],
      sample: '<script src="https://beacon-v2.helpscout.net"></script>',
    },
    {
      name: 'Rocket.Chat',
      vendor: 'Rocket.Chat',
      cpe: 'a:rocket.chat:rocket.chat',
      title: '^rocket.chat$',
      scripts: 'rocketchat-livechat',
      implies: ['Meteor'],
      sample: '<script src="/livechat/rocketchat-livechat.min.js"></script>',
    },
    {
      name: 'JivoChat',
      vendor: 'Jivo',
      scripts: ['code.jivosite.com/', 'code.jivo.ru/'],
      sample: '<script src="//code.jivosite.com/widget/a1" async></script>',
    },
  ]),
  ...inCategory('reviews', [
    {
      name: 'Trustpilot',
      vendor: 'Trustpilot',
      scripts: 'widget.trustpilot.com/bootstrap/',
      sample: '<script src="//widget.trustpilot.com/bootstrap/v5/tp.widget.bootstrap.min.js"></script>',
    },
    {
      name: 'Trusted Shops',
      vendor: 'Trusted Shops',
      scripts: ['widgets.trustedshops.com/', 'integrations.etrusted.com/'],
      sample: '<script src="//widgets.trustedshops.com/js/A1.js"></script>',
    },
    {
      name: 'Yotpo',
      vendor: 'Yotpo',
      scripts: ['staticw2.yotpo.com/', 'cdn-widgetsrepository.yotpo.com/'],
      sample: '<script src="//staticw2.yotpo.com/a1/widget.js"></script>',
    },
    {
      name: 'Bazaarvoice',
      vendor: 'Bazaarvoice',
      scripts: ['apps.bazaarvoice.com/', 'display.ugc.bazaarvoice.com/'],
      sample:
        '<script src="https://apps.bazaarvoice.com/deployments/acme/main/production/en_US/bv.js"></script>',
    },
    {
      name: 'Disqus',
      vendor: 'Disqus',
      scripts: ['.disqus.com/embed.js', '.disqus.com/count.js'],
      sample: '<script src="https://acme.disqus.com/embed.js"></script>',
    },
  ]),
];
