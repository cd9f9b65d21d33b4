export interface Verification {
  /** What the domain was shown to. */
  product: string;
  vendor: string;
  /** The start of the record that gives it away, without the token. */
  evidence: string;
}

/** How a TXT record begins with which somebody shows a service that the domain is theirs; in lower case. */
const PREFIXES: readonly (readonly [prefix: string, product: string, vendor: string])[] = [
  ['adobe-idp-site-verification=', 'Adobe Identity', 'Adobe'],
  ['airtable-verification=', 'Airtable', 'Airtable'],
  ['amazonses:', 'Amazon SES', 'Amazon'],
  ['anthropic-domain-verification-', 'Claude', 'Anthropic'],
  ['apple-domain-verification=', 'Apple Business', 'Apple'],
  ['atlassian-domain-verification=', 'Atlassian', 'Atlassian'],
  ['atlassian-sending-domain-verification=', 'Atlassian mail', 'Atlassian'],
  ['autodesk-domain-verification=', 'Autodesk', 'Autodesk'],
  ['baidu-site-verification=', 'Baidu Search', 'Baidu'],
  ['box-domain-verification=', 'Box', 'Box'],
  ['brave-ledger-verification=', 'Brave Creators', 'Brave'],
  ['browserstack-domain-verification=', 'BrowserStack', 'BrowserStack'],
  ['bugcrowd-verification=', 'Bugcrowd', 'Bugcrowd'],
  ['calendly-site-verification=', 'Calendly', 'Calendly'],
  ['canva-site-verification=', 'Canva', 'Canva'],
  ['cisco-ci-domain-verification=', 'Webex', 'Cisco'],
  ['ciscocidomainverification=', 'Webex', 'Cisco'],
  ['citrix-verification-code=', 'Citrix Cloud', 'Citrix'],
  ['citrix.mobile.ads.otp=', 'Citrix Endpoint Management', 'Citrix'],
  ['cloudflare_dashboard_sso=', 'Cloudflare', 'Cloudflare'],
  ['cursor-domain-verification-', 'Cursor', 'Anysphere'],
  ['detectify-verification=', 'Detectify', 'Detectify'],
  ['docker-verification=', 'Docker Hub', 'Docker'],
  ['docusign=', 'DocuSign', 'DocuSign'],
  ['dropbox-domain-verification=', 'Dropbox', 'Dropbox'],
  ['drift-domain-verification=', 'Drift', 'Salesloft'],
  ['dynatrace-site-verification=', 'Dynatrace', 'Dynatrace'],
  ['facebook-domain-verification=', 'Meta Business', 'Meta'],
  ['figma-domain-verification=', 'Figma', 'Figma'],
  ['firebase=', 'Firebase', 'Google'],
  ['gitlab-pages-verification-code=', 'GitLab Pages', 'GitLab'],
  ['globalsign-domain-verification=', 'GlobalSign', 'GlobalSign'],
  ['google-gws-recovery-domain-verification=', 'Google Workspace', 'Google'],
  ['google-site-verification=', 'Google Search Console', 'Google'],
  ['h1-domain-verification=', 'HackerOne', 'HackerOne'],
  ['have-i-been-pwned-verification=', 'Have I Been Pwned', 'Have I Been Pwned'],
  ['hcp-domain-verification=', 'HashiCorp Cloud', 'HashiCorp'],
  ['hubspot-developer-verification=', 'HubSpot', 'HubSpot'],
  ['intercom-domain-validation=', 'Intercom', 'Intercom'],
  ['jamf-site-verification=', 'Jamf', 'Jamf'],
  ['keybase-site-verification=', 'Keybase', 'Keybase'],
  ['klaviyo-site-verification=', 'Klaviyo', 'Klaviyo'],
  ['knowbe4-site-verification=', 'KnowBe4', 'KnowBe4'],
  ['lastpass-verification-code=', 'LastPass', 'GoTo'],
  ['liveramp-site-verification=', 'LiveRamp', 'LiveRamp'],
  ['logmein-verification-code=', 'LogMeIn', 'GoTo'],
  ['loom-verification=', 'Loom', 'Atlassian'],
  ['mailru-verification:', 'Mail.ru', 'VK'],
  ['mandrill_verify.', 'Mandrill', 'Intuit'],
  ['miro-verification=', 'Miro', 'Miro'],
  ['mixpanel-domain-verify=', 'Mixpanel', 'Mixpanel'],
  ['mongodb-site-verification=', 'MongoDB Atlas', 'MongoDB'],
  ['monday-com-verification=', 'monday.com', 'monday.com'],
  ['ms-domain-verification=', 'Microsoft Azure', 'Microsoft'],
  ['ms=', 'Microsoft 365', 'Microsoft'],
  ['notion-domain-verification=', 'Notion', 'Notion'],
  ['onetrust-domain-verification=', 'OneTrust', 'OneTrust'],
  ['openai-domain-verification=', 'OpenAI', 'OpenAI'],
  ['pinterest-site-verification=', 'Pinterest', 'Pinterest'],
  ['postman-domain-verification=', 'Postman', 'Postman'],
  ['segment-site-verification=', 'Segment', 'Twilio'],
  ['shopify-verification-code=', 'Shopify', 'Shopify'],
  ['slack-domain-verification=', 'Slack', 'Salesforce'],
  ['smartsheet-site-validation=', 'Smartsheet', 'Smartsheet'],
  ['sophos-domain-verification=', 'Sophos Central', 'Sophos'],
  ['spycloud-domain-verification=', 'SpyCloud', 'SpyCloud'],
  ['stripe-verification=', 'Stripe', 'Stripe'],
  ['teamviewer-sso-verification=', 'TeamViewer', 'TeamViewer'],
  ['tiktok-developers-site-verification=', 'TikTok', 'ByteDance'],
  ['tmes=', 'Trend Micro Email Security', 'Trend Micro'],
  ['twilio-domain-verification=', 'Twilio', 'Twilio'],
  ['vc-domain-verify=', 'Vercel', 'Vercel'],
  ['vmware-cloud-verification-', 'VMware Cloud', 'Broadcom'],
  ['webexdomainverification.', 'Webex', 'Cisco'],
  ['workplace-domain-verification=', 'Workplace', 'Meta'],
  ['wrike-verification=', 'Wrike', 'Wrike'],
  ['yahoo-verification-key=', 'Yahoo Sender Hub', 'Yahoo'],
  ['yandex-verification:', 'Yandex Webmaster', 'Yandex'],
  ['zapier-domain-verification-challenge=', 'Zapier', 'Zapier'],
  ['zoho-verification=', 'Zoho Mail', 'Zoho'],
  ['zoom-domain-verification=', 'Zoom', 'Zoom'],
  ['zoom_verify_', 'Zoom', 'Zoom'],
];

/** What a TXT record shows to have been verified; null for every other text. */
export function verificationOf(text: string): Verification | null {
  const lower = text.slice(0, 100).trimStart().toLowerCase();
  const found = PREFIXES.find(([prefix]) => lower.startsWith(prefix));
  if (found === undefined) return null;
  const [evidence, product, vendor] = found;
  // `MS=ms12345678`: two letters alone give nothing away.
  if (evidence === 'ms=' && !/^ms=(?:ms)?[0-9a-f]{6,}/.test(lower)) return null;
  return { product, vendor, evidence };
}
