import type { DnsAnswer, MxRecord } from './dns-answer.ts';
import { recordsOf } from './dns-answer.ts';

/** A service that takes or sends mail for its customers, and what gives it away. */
export interface MailProvider {
  id: string;
  product: string;
  vendor: string;
  /** Mail exchangers are these names, or stand below them. */
  mx: readonly string[];
  /** SPF includes (and redirects) of these names, or of names below them. */
  spf: readonly string[];
  /** DKIM selectors that it gives its customers, where they are the same for all. */
  selectors: readonly string[];
  /** What the CNAME of a selector leads to, or below. */
  dkim: readonly string[];
}

type Row = Partial<Pick<MailProvider, 'mx' | 'spf' | 'selectors' | 'dkim'>>;

function provider(id: string, product: string, vendor: string, row: Row): MailProvider {
  return { id, product, vendor, mx: [], spf: [], selectors: [], dkim: [], ...row };
}

/** From what the providers' set-up pages tell their customers to publish. */
export const MAIL_PROVIDERS: readonly MailProvider[] = [
  provider('google-workspace', 'Google Workspace', 'Google', {
    mx: ['google.com', 'googlemail.com'],
    spf: ['_spf.google.com'],
    selectors: ['google'],
  }),
  provider('microsoft-365', 'Microsoft 365', 'Microsoft', {
    mx: ['mail.protection.outlook.com', 'mx.microsoft'],
    spf: ['spf.protection.outlook.com'],
    selectors: ['selector1', 'selector2'],
    dkim: ['onmicrosoft.com', 'dkim.mail.microsoft'],
  }),
  provider('zoho-mail', 'Zoho Mail', 'Zoho', {
    mx: ['zoho.com', 'zoho.eu', 'zoho.in', 'zohomail.com', 'zohomail.eu'],
    spf: ['zoho.com', 'zoho.eu', 'zoho.in', 'zohomail.com', 'zohomail.eu', 'one.zoho.com'],
    selectors: ['zoho', 'zmail'],
  }),
  provider('zeptomail', 'ZeptoMail', 'Zoho', { spf: ['zeptomail.net', 'zeptomail.com', 'transmail.net'] }),
  provider('fastmail', 'Fastmail', 'Fastmail', {
    mx: ['messagingengine.com'],
    spf: ['spf.messagingengine.com'],
    selectors: ['fm1', 'fm2', 'fm3', 'mesmtp'],
    dkim: ['dkim.fmhosted.com'],
  }),
  provider('proton-mail', 'Proton Mail', 'Proton', {
    mx: ['mail.protonmail.ch', 'mailsec.protonmail.ch'],
    spf: ['_spf.protonmail.ch'],
    selectors: ['protonmail', 'protonmail2', 'protonmail3'],
    dkim: ['domains.proton.ch'],
  }),
  provider('icloud-mail', 'iCloud Mail', 'Apple', {
    mx: ['mail.icloud.com'],
    spf: ['icloud.com'],
    selectors: ['sig1'],
    dkim: ['dkim.icloudmailadmin.com'],
  }),
  provider('yandex-360', 'Yandex 360', 'Yandex', {
    mx: ['mx.yandex.net', 'mx.yandex.ru'],
    spf: ['_spf.yandex.net', '_spf.yandex.ru'],
    selectors: ['mail'],
  }),
  provider('titan', 'Titan', 'Titan', {
    mx: ['titan.email'],
    spf: ['spf.titan.email'],
    selectors: ['titan1', 'titan2'],
  }),
  provider('mailbox-org', 'mailbox.org', 'Heinlein', {
    mx: ['mailbox.org'],
    spf: ['mailbox.org'],
    selectors: ['mbo0001', 'mbo0002', 'mbo0003', 'mbo0004'],
    dkim: ['mailbox.org'],
  }),
  provider('tuta', 'Tuta', 'Tuta', {
    mx: ['mail.tutanota.de'],
    spf: ['spf.tutanota.de'],
    selectors: ['s1', 's2'],
    dkim: ['tutanota.de'],
  }),
  provider('migadu', 'Migadu', 'Migadu', {
    mx: ['migadu.com'],
    spf: ['spf.migadu.com'],
    selectors: ['key1', 'key2', 'key3'],
    dkim: ['migadu.com'],
  }),
  provider('rackspace-email', 'Rackspace Email', 'Rackspace', {
    mx: ['emailsrvr.com'],
    spf: ['emailsrvr.com'],
  }),
  provider('godaddy-email', 'GoDaddy Email', 'GoDaddy', {
    mx: ['secureserver.net'],
    spf: ['secureserver.net'],
  }),
  provider('namecheap-private-email', 'Private Email', 'Namecheap', {
    mx: ['privateemail.com'],
    spf: ['spf.privateemail.com'],
    selectors: ['default'],
  }),
  provider('gandi-mail', 'GandiMail', 'Gandi', {
    mx: ['mail.gandi.net'],
    spf: ['_mailcust.gandi.net'],
    selectors: ['gm1', 'gm2', 'gm3'],
    dkim: ['gandimail.net'],
  }),
  provider('ovh-mail', 'OVHcloud Mail', 'OVHcloud', { mx: ['mail.ovh.net', 'ovh.net'], spf: ['mx.ovh.com'] }),
  provider('ionos-mail', 'IONOS Mail', 'IONOS', {
    mx: ['kundenserver.de', 'ionos.com', 'ionos.de', 'ionos.co.uk', '1and1.com'],
    spf: ['_spf-eu.ionos.com', '_spf-us.ionos.com', '_spf.perfora.net', '_spf.kundenserver.de'],
    selectors: ['s1-ionos', 's2-ionos'],
    dkim: ['dkim.ionos.com'],
  }),
  provider('infomaniak-mail', 'Infomaniak Mail', 'Infomaniak', {
    mx: ['mail.infomaniak.ch', 'infomaniak.ch'],
    spf: ['spf.infomaniak.ch'],
  }),
  provider('hostinger-mail', 'Hostinger Email', 'Hostinger', {
    mx: ['hostinger.com', 'hostinger.in'],
    spf: ['_spf.mail.hostinger.com'],
    selectors: ['hostingermail-a', 'hostingermail-b', 'hostingermail-c'],
    dkim: ['dkim.mail.hostinger.com'],
  }),
  provider('dreamhost-mail', 'DreamHost Mail', 'DreamHost', {
    mx: ['dreamhost.com'],
    spf: ['netblocks.dreamhost.com', 'relay.mailchannels.net'],
  }),
  provider('amazon-workmail', 'Amazon WorkMail', 'Amazon', {
    mx: [
      'inbound-smtp.us-east-1.amazonaws.com',
      'inbound-smtp.us-west-2.amazonaws.com',
      'inbound-smtp.eu-west-1.amazonaws.com',
    ],
  }),
  provider('cloudflare-email-routing', 'Cloudflare Email Routing', 'Cloudflare', {
    mx: ['mx.cloudflare.net'],
    spf: ['_spf.mx.cloudflare.net'],
    selectors: ['cf2024-1'],
  }),
  provider('improvmx', 'ImprovMX', 'ImprovMX', { mx: ['improvmx.com'], spf: ['spf.improvmx.com'] }),
  provider('forward-email', 'Forward Email', 'Forward Email', {
    mx: ['forwardemail.net'],
    spf: ['spf.forwardemail.net'],
  }),
  provider('mimecast', 'Mimecast', 'Mimecast', {
    mx: ['mimecast.com', 'mimecast.co.za', 'mimecast-offshore.com'],
    spf: [
      'mimecast.com',
      '_netblocks.mimecast.com',
      'eu._netblocks.mimecast.com',
      'us._netblocks.mimecast.com',
    ],
  }),
  provider('proofpoint', 'Proofpoint', 'Proofpoint', {
    mx: ['pphosted.com', 'ppe-hosted.com', 'gpphosted.com'],
    spf: ['pphosted.com', 'ppe-hosted.com', 'proofpoint.com'],
  }),
  provider('barracuda', 'Barracuda Email Security', 'Barracuda', {
    mx: ['barracudanetworks.com'],
    spf: ['barracudanetworks.com', 'ess.barracudanetworks.com'],
  }),
  provider('cisco-secure-email', 'Cisco Secure Email', 'Cisco', { mx: ['iphmx.com'], spf: ['iphmx.com'] }),
  provider('trend-micro-email', 'Trend Micro Email Security', 'Trend Micro', {
    mx: ['tmes.trendmicro.com', 'tmes.trendmicro.eu'],
    spf: ['spf.tmes.trendmicro.com', 'spf.tmes.trendmicro.eu'],
  }),
  provider('sophos-email', 'Sophos Email', 'Sophos', {
    mx: ['hydra.sophos.com'],
    spf: ['_spf.prod.hydra.sophos.com'],
  }),
  provider('hornetsecurity', 'Hornetsecurity', 'Hornetsecurity', {
    mx: ['hornetsecurity.com', 'antispameurope.com'],
    spf: ['spf.hornetsecurity.com', 'antispameurope.com'],
    selectors: ['hse1', 'hse2'],
  }),
  provider('spamexperts', 'SpamExperts', 'N-able', {
    mx: ['antispamcloud.com', 'spamexperts.com'],
    spf: ['spf.antispamcloud.com'],
  }),
  provider('mailgun', 'Mailgun', 'Sinch', {
    mx: ['mailgun.org'],
    spf: ['mailgun.org'],
    selectors: ['mx', 'pic', 'krs', 'smtp', 'k1'],
    dkim: ['dkim.mailgun.org'],
  }),
  provider('sendgrid', 'SendGrid', 'Twilio', {
    mx: ['sendgrid.net'],
    spf: ['sendgrid.net'],
    selectors: ['s1', 's2', 'm1', 'smtpapi'],
    dkim: ['sendgrid.net'],
  }),
  provider('mailchimp', 'Mailchimp', 'Intuit', {
    spf: ['servers.mcsv.net'],
    selectors: ['k1', 'k2', 'k3'],
    dkim: ['mcsv.net'],
  }),
  provider('mandrill', 'Mailchimp Transactional', 'Intuit', {
    spf: ['spf.mandrillapp.com'],
    selectors: ['mandrill', 'mte1', 'mte2'],
    dkim: ['mandrillapp.com'],
  }),
  provider('amazon-ses', 'Amazon SES', 'Amazon', { spf: ['amazonses.com'], dkim: ['dkim.amazonses.com'] }),
  provider('postmark', 'Postmark', 'ActiveCampaign', {
    mx: ['inbound.postmarkapp.com'],
    spf: ['spf.mtasv.net'],
    selectors: ['pm'],
  }),
  provider('sparkpost', 'SparkPost', 'Bird', {
    spf: ['sparkpostmail.com', '_netblocks.sparkpostmail.com'],
    selectors: ['scph0123'],
  }),
  provider('brevo', 'Brevo', 'Brevo', {
    spf: ['spf.sendinblue.com', 'spf.brevo.com'],
    selectors: ['mail', 'brevo1', 'brevo2'],
    dkim: ['dkim.brevo.com'],
  }),
  provider('mailjet', 'Mailjet', 'Sinch', { spf: ['spf.mailjet.com'], selectors: ['mailjet'] }),
  provider('hubspot', 'HubSpot', 'HubSpot', {
    spf: ['hubspotemail.net'],
    selectors: ['hs1', 'hs2'],
    dkim: ['dkim.hubspotemail.net'],
  }),
  provider('salesforce', 'Salesforce', 'Salesforce', {
    spf: ['_spf.salesforce.com'],
    selectors: ['sf1', 'sf2'],
    dkim: ['custdkim.salesforce.com'],
  }),
  provider('salesforce-marketing-cloud', 'Salesforce Marketing Cloud', 'Salesforce', {
    spf: ['cust-spf.exacttarget.com'],
  }),
  provider('zendesk', 'Zendesk', 'Zendesk', {
    mx: ['zendesk.com'],
    spf: ['mail.zendesk.com'],
    selectors: ['zendesk1', 'zendesk2'],
    dkim: ['domainkey.zendesk.com', 'zendesk.com'],
  }),
  provider('freshdesk', 'Freshdesk', 'Freshworks', {
    spf: ['email.freshdesk.com', 'sendgrid.freshdesk.com'],
    dkim: ['freshdesk.com'],
  }),
  provider('help-scout', 'Help Scout', 'Help Scout', {
    spf: ['helpscoutemail.com'],
    selectors: ['strong1', 'strong2'],
    dkim: ['helpscout.net'],
  }),
  provider('intercom', 'Intercom', 'Intercom', {
    spf: ['spf.intercom.io', 'mail.intercom.io'],
    selectors: ['intercom'],
    dkim: ['dkim.intercom.io'],
  }),
  provider('klaviyo', 'Klaviyo', 'Klaviyo', {
    spf: ['_spf.klaviyo.com'],
    selectors: ['kl', 'kl2'],
    dkim: ['klaviyomail.com'],
  }),
  provider('constant-contact', 'Constant Contact', 'Constant Contact', {
    spf: ['spf.constantcontact.com'],
    selectors: ['ctct1', 'ctct2'],
    dkim: ['ccsend.com'],
  }),
  provider('campaign-monitor', 'Campaign Monitor', 'Marigold', {
    spf: ['_spf.createsend.com', 'cmail1.com'],
    selectors: ['cm'],
  }),
  provider('mailerlite', 'MailerLite', 'MailerLite', {
    spf: ['_spf.mlsend.com'],
    selectors: ['litesrv', 'ml'],
    dkim: ['dkim.mlsend.com'],
  }),
  provider('aweber', 'AWeber', 'AWeber', {
    spf: ['send.aweber.com'],
    selectors: ['aweber_key_a', 'aweber_key_b', 'aweber_key_c'],
    dkim: ['aweber.com'],
  }),
  provider('activecampaign', 'ActiveCampaign', 'ActiveCampaign', {
    spf: ['emsd1.com'],
    selectors: ['acdkim1', 'acdkim2'],
    dkim: ['acdkim1.acems1.com'],
  }),
  provider('shopify-email', 'Shopify', 'Shopify', {
    spf: ['shops.shopify.com'],
    dkim: ['dkim.shopifyemail.com'],
  }),
  provider('atlassian', 'Atlassian Cloud', 'Atlassian', {
    spf: ['_spf.atlassian.net'],
    dkim: ['dkim.atlassian.net'],
  }),
  provider('resend', 'Resend', 'Resend', { selectors: ['resend'], spf: ['_spf.resend.com'] }),
  provider('smtp2go', 'SMTP2GO', 'SMTP2GO', { spf: ['spf.smtp2go.com'], dkim: ['dkim.smtp2go.net'] }),
  provider('socketlabs', 'SocketLabs', 'SocketLabs', { spf: ['email-od.com'], dkim: ['email-od.com'] }),
  provider('elastic-email', 'Elastic Email', 'Elastic Email', {
    spf: ['_spf.elasticemail.com'],
    selectors: ['api'],
  }),
  provider('mailchannels', 'MailChannels', 'MailChannels', { spf: ['relay.mailchannels.net'] }),
  provider('turbo-smtp', 'turboSMTP', 'Delivery Tech', {
    spf: ['spf.turbo-smtp.com'],
    selectors: ['turbo-smtp'],
  }),
];

export interface RecognisedProvider {
  provider: MailProvider;
  /** The record that gave it away: `MX aspmx.l.google.com`. */
  evidence: string;
}

/** Providers told by where mail goes and by who may send it, each once, MX before SPF. */
export function recogniseProviders(
  mx: DnsAnswer<MxRecord>,
  spfTargets: readonly string[],
): RecognisedProvider[] {
  const signs = [
    ...recordsOf(mx).map(({ exchange }) => ({ kind: 'mx' as const, name: exchange, text: `MX ${exchange}` })),
    ...spfTargets.map((name) => ({ kind: 'spf' as const, name, text: `SPF ${name}` })),
  ];
  const found = new Map<string, RecognisedProvider>();
  for (const { kind, name, text } of signs) {
    for (const each of MAIL_PROVIDERS) {
      if (!found.has(each.id) && isUnder(name, each[kind]))
        found.set(each.id, { provider: each, evidence: text });
    }
  }
  return [...found.values()];
}

/** Whose key it is that the aliases of a selector lead to; null when nobody's whom we know. */
export function keyProvider(aliases: readonly string[]): MailProvider | null {
  return MAIL_PROVIDERS.find(({ dkim }) => aliases.some((alias) => isUnder(alias, dkim))) ?? null;
}

function isUnder(name: string, suffixes: readonly string[]): boolean {
  const lower = name.toLowerCase().replace(/\.$/, '');
  return suffixes.some((suffix) => lower === suffix || lower.endsWith(`.${suffix}`));
}
