/** The keys, as `whoisFields` writes them, under which registries tell the same thing; the surer one first. */

export const DOMAIN = ['domain name', 'domain', 'domainname', 'ドメイン名'];
export const CREATED = [
  ...[
    'creation date',
    'created',
    'created on',
    'created date',
    'registered',
    'registered on',
    'registered date',
  ],
  ...[
    'registration date',
    'registration time',
    'domain registration date',
    'domain create date',
    'record created',
  ],
  ...['record created on', 'date created', 'domain created', 'domain name commencement date', 'activated'],
  ...['domain dateregistered', 'first registration date', '登録年月日'],
];
export const UPDATED = [
  ...[
    'updated date',
    'updated',
    'last updated',
    'last updated on',
    'last updated date',
    'last update',
    'modified',
  ],
  ...['last modified', 'last modified on', 'changed', 'last changed', 'update date', 'modification date'],
  ...['domain last updated date', 'domain datelastmodified', 'last edited on', '最終更新'],
];
export const EXPIRES = [
  ...[
    'registry expiry date',
    'registry expiration date',
    'expiry date',
    'expiration date',
    'expires',
    'expires on',
  ],
  ...[
    'expire date',
    'expire',
    'expiry',
    'paid till',
    'renewal date',
    'expiration time',
    'expiration',
    'expires at',
  ],
  ...[
    'domain expiration date',
    'valid until',
    'validity',
    'record expires on',
    'record expires',
    'expire on',
  ],
  ...['registrar registration expiration date', 'registration expiration date', 'exp date', '有効期限'],
  'domain datebilleduntil',
];
export const STATUS = [
  ...['domain status', 'status', 'state', 'eppstatus', 'epp status', 'registration status', 'domain state'],
  ...['query status', '状態'],
  'domaintype',
];
export const SERVERS = [
  ...[
    'name server',
    'name servers',
    'nameserver',
    'nameservers',
    'nserver',
    'nservers',
    'ns',
    'ns name',
    'dns',
  ],
  ...['domain nameservers', 'domain servers', 'host name', 'hostname', 'primary server', 'secondary server'],
  ...[
    'name servers information',
    'primary name server',
    'secondary name server',
    'ネームサーバ',
    'domain servers in listed order',
  ],
  'name server information',
];
export const SIGNED = ['dnssec', 'signed', 'dnssec status', 'dnssec signed', 'secure dns', 'domain signed'];
export const SIGNERS = [
  'ds record',
  'dsrecord',
  'ds records',
  'ds rdata',
  'dnskey',
  'dnssec ds data',
  'ds data',
  'signing key',
  'keys',
];
export const REGISTRAR = [
  ...[
    'registrar',
    'sponsoring registrar',
    'registrar name',
    'authorized agency',
    'registration service provider',
  ],
  ...['registrar organization', 'current registrar', 'registered through'],
];
export const REGISTRARS_OWN = ['organization', 'organisation', 'organization name', 'registrar', 'name', ''];
export const REFERRAL = [
  'refer',
  'registrar whois server',
  'whois server',
  'referralserver',
  'referral server',
  'registrar whois',
  'whois',
];
export const ABUSE = [
  'registrar abuse contact email',
  'abuse contact email',
  'abuse email',
  'abuse mailbox',
  'abuse contact',
];
