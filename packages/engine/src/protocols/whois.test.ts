import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Registration } from './registration.ts';
import { parseWhois, type WhoisAnswer } from './whois.ts';

type Told = Partial<Omit<Registration, 'registrant'>> & { organization?: string; referral?: string };

function told(answer: WhoisAnswer): Told {
  assert.equal(answer.state, 'registered', JSON.stringify(answer));
  if (answer.state !== 'registered') return {};
  const { registrant, ...registration } = answer.registration;
  return {
    ...registration,
    ...(registrant && { organization: registrant.organization }),
    ...(answer.referral && { referral: answer.referral }),
  };
}

const NS = ['ns1.acme.example', 'ns2.acme.example'];
const registered: [what: string, name: string, text: string, told: Told][] = [
  [
    'the thick form of ICANN',
    'acme.com',
    `Domain Name: ACME.COM\r
Registry Domain ID: 2138514_DOMAIN_COM-VRSN\r
Registrar WHOIS Server: whois.registrar.example\r
Registrar URL: http://www.registrar.example\r
Updated Date: 2024-08-02T02:17:33+0000\r
Creation Date: 1997-09-15T07:00:00+0000\r
Registrar Registration Expiration Date: 2028-09-13T07:00:00+0000\r
Registrar: Example Registrar, Inc.\r
Registrar IANA ID: 292\r
Registrar Abuse Contact Email: abusecomplaints@registrar.example\r
Reseller:\r
Domain Status: clientTransferProhibited (https://www.icann.org/epp#clientTransferProhibited)\r
Domain Status: serverDeleteProhibited https://icann.org/epp#serverDeleteProhibited\r
Registrant Name: REDACTED FOR PRIVACY\r
Registrant Organization: Acme LLC\r
Registrant Fax:\r
Registrant Email: Select Request Email Form at https://domains.registrar.example/acme.com\r
Name Server: NS2.ACME.EXAMPLE\r
Name Server: NS1.ACME.EXAMPLE\r
DNSSEC: signedDelegation\r
>>> Last update of WHOIS database: 2024-09-01T10:11:12Z <<<\r
\r
If the domain name is not registered, or if you have exceeded the limit of queries,\r
no match for it will be shown.\r
`,
    {
      name: 'acme.com',
      registrar: 'Example Registrar, Inc.',
      createdAt: '1997-09-15T07:00:00.000Z',
      updatedAt: '2024-08-02T02:17:33.000Z',
      expiresAt: '2028-09-13T07:00:00.000Z',
      statuses: ['client transfer prohibited', 'server delete prohibited'],
      nameServers: NS,
      dnssecSigned: true,
      abuse: ['mailto:abusecomplaints@registrar.example'],
      organization: 'Acme LLC',
      referral: 'whois.registrar.example',
    },
  ],
  [
    'the thin form, among answers about hosts of the same beginning',
    'acme.com',
    `
   Server Name: ACME.COM.STRANGER.EXAMPLE
   Registrar: Strange Registrar
   Name Server: NS.STRANGER.EXAMPLE

   Domain Name: ACME.COM
   Registrar WHOIS Server: whois.registrar.example
   Registrar: Example Registrar
   Creation Date: 1997-09-15T04:00:00Z
   Registry Expiry Date: 2028-09-14T04:00:00Z
   Domain Status: ok https://icann.org/epp#ok
   Name Server: NS1.ACME.EXAMPLE
   DNSSEC: unsigned
   URL of the ICANN Whois Inaccuracy Complaint Form: https://www.icann.org/wicf/
`,
    {
      name: 'acme.com',
      registrar: 'Example Registrar',
      createdAt: '1997-09-15T04:00:00.000Z',
      expiresAt: '2028-09-14T04:00:00.000Z',
      statuses: ['active'],
      nameServers: ['ns1.acme.example'],
      dnssecSigned: false,
      abuse: [],
      referral: 'whois.registrar.example',
    },
  ],
  [
    'indented paragraphs (.uk)',
    'acme.co.uk',
    `
    Domain name:
        acme.co.uk

    Data validation:
        Nominet was able to match the registrant's name and address

    Registrar:
        Example Registrar Inc. [Tag = EXAMPLE]
        URL: https://www.registrar.example

    Relevant dates:
        Registered on: 14-Feb-1999
        Expiry date:  14-Feb-2031
        Last updated:  13-Jan-2024

    Registration status:
        Registered until expiry date.

    Name servers:
        ns1.acme.example     192.0.2.1  2001:db8:32::a
        ns2.acme.example

    WHOIS lookup made at 13:27:46 04-Dec-2024
`,
    {
      name: 'acme.co.uk',
      registrar: 'Example Registrar Inc.',
      createdAt: '1999-02-14T00:00:00.000Z',
      updatedAt: '2024-01-13T00:00:00.000Z',
      expiresAt: '2031-02-14T00:00:00.000Z',
      statuses: ['registered until expiry date'],
      nameServers: NS,
      abuse: [],
    },
  ],
  [
    'few lines (.de)',
    'acme.de',
    `% Restricted rights.
Domain: acme.de
Nserver: ns1.acme.example
Nserver: ns2.acme.example 192.0.2.2
Dnskey: 257 3 8 AwEAAc1f
Status: connect
Changed: 2018-03-12T21:44:25+01:00
`,
    {
      name: 'acme.de',
      updatedAt: '2018-03-12T20:44:25.000Z',
      statuses: ['connect'],
      nameServers: NS,
      dnssecSigned: true,
      abuse: [],
    },
  ],
  [
    'contacts by their handle (.fr)',
    'acme.fr',
    `%% This is the AFNIC Whois server.

domain:                        acme.fr
status:                        ACTIVE
eppstatus:                     clientTransferProhibited
hold:                          NO
holder-c:                      ACM1-FRNIC
registrar:                     EXAMPLE Registrar
Expiry Date:                   2030-12-30T17:16:48Z
created:                       2000-07-26T22:00:00Z
last-update:                   2024-01-03T17:16:48Z
source:                        FRNIC

nserver:                       ns1.acme.example
nserver:                       ns2.acme.example
source:                        FRNIC

registrar:                     EXAMPLE Registrar
country:                       FR

nic-hdl:                       ACM1-FRNIC
type:                          ORGANIZATION
contact:                       Acme SAS
changed:                       2022-06-09T16:41:20Z
source:                        FRNIC
`,
    {
      name: 'acme.fr',
      registrar: 'EXAMPLE Registrar',
      createdAt: '2000-07-26T22:00:00.000Z',
      updatedAt: '2024-01-03T17:16:48.000Z',
      expiresAt: '2030-12-30T17:16:48.000Z',
      statuses: ['active', 'client transfer prohibited'],
      nameServers: NS,
      abuse: [],
      organization: 'Acme SAS',
    },
  ],
  [
    'keys in brackets (.jp)',
    'acme.jp',
    `[ JPRS database provides information on network administration. Its use is    ]
[ restricted to network administration purposes.                             ]
Domain Information: [ドメイン情報]
[Domain Name]                   ACME.JP

[Registrant]                    Acme Kabushiki Kaisha

[Name Server]                   ns1.acme.example
[Name Server]                   ns2.acme.example
[Signing Key]

[Created on]                    2005/05/30
[Expires on]                    2031/05/31
[Status]                        Active
[Last Updated]                  2024/06/01 01:05:04 (JST)

Contact Information: [公開連絡窓口]
[Name]                          Somebody
`,
    {
      name: 'acme.jp',
      createdAt: '2005-05-30T00:00:00.000Z',
      updatedAt: '2024-05-31T16:05:04.000Z',
      expiresAt: '2031-05-31T00:00:00.000Z',
      statuses: ['active'],
      nameServers: NS,
      abuse: [],
      organization: 'Acme Kabushiki Kaisha',
    },
  ],
  [
    'lettered keys (.co.jp)',
    'acme.co.jp',
    `a. [Domain Name]                ACME.CO.JP
g. [Organization]               Acme K.K.
p. [Name Server]                ns1.acme.example
s. [Signing Key]
[State]                         Connected (2031/03/31)
[Registered Date]               2001/03/22
`,
    {
      name: 'acme.co.jp',
      createdAt: '2001-03-22T00:00:00.000Z',
      expiresAt: '2031-03-31T00:00:00.000Z',
      statuses: ['connected'],
      nameServers: ['ns1.acme.example'],
      abuse: [],
      organization: 'Acme K.K.',
    },
  ],
  [
    'dates of persons beside those of the domain (.br)',
    'acme.com.br',
    `domain:      acme.com.br
owner:       Acme Brasil Ltda
ownerid:     06.990.590/0001-23
nserver:     ns1.acme.example
dsrecord:    60543 RSA-SHA-256 A1B2
created:     19990518 #162310
changed:     20240504
expires:     20310518
status:      published

nic-hdl-br:  DOADM17
person:      Somebody
created:     20100520
changed:     20180802
`,
    {
      name: 'acme.com.br',
      createdAt: '1999-05-18T00:00:00.000Z',
      updatedAt: '2024-05-04T00:00:00.000Z',
      expiresAt: '2031-05-18T00:00:00.000Z',
      statuses: ['published'],
      nameServers: ['ns1.acme.example'],
      dnssecSigned: true,
      abuse: [],
      organization: 'Acme Brasil Ltda',
    },
  ],
  [
    'sections without colons (.it)',
    'acme.it',
    `*********************************************************************
* Please note that the following result could be a subgroup of      *
*********************************************************************

Domain:             acme.it
Status:             ok
Signed:             no
Created:            1999-12-10 00:00:00
Last Update:        2024-05-07 00:54:15
Expire Date:        2031-04-21

Registrant
  Organization:     Acme S.p.A.
  Created:          2018-03-02 19:04:02
  Last Update:      2018-03-02 19:04:02

Registrar
  Organization:     Example Registrar Srl
  Name:             EXAMPLE-REG
  DNSSEC:           yes

Nameservers
  ns1.acme.example
  ns2.acme.example
`,
    {
      name: 'acme.it',
      registrar: 'Example Registrar Srl',
      createdAt: '1999-12-10T00:00:00.000Z',
      updatedAt: '2024-05-07T00:54:15.000Z',
      expiresAt: '2031-04-21T00:00:00.000Z',
      statuses: ['active'],
      nameServers: NS,
      dnssecSigned: false,
      abuse: [],
      organization: 'Acme S.p.A.',
    },
  ],
  [
    'values that go on in the next line (.pl)',
    'acme.pl',
    `DOMAIN NAME:           acme.pl
registrant type:       organization
nameservers:           ns1.acme.example.
                       ns2.acme.example. [192.0.2.2]
created:               2002.09.19 13:00:00
last modified:         2024.08.22 10:13:11
renewal date:          2031.09.18 14:00:00

dnssec:                Unsigned

REGISTRAR:
Example Registrar sp. z o.o.
ul. Prosta 1
`,
    {
      name: 'acme.pl',
      registrar: 'Example Registrar sp. z o.o.',
      createdAt: '2002-09-19T13:00:00.000Z',
      updatedAt: '2024-08-22T10:13:11.000Z',
      expiresAt: '2031-09-18T14:00:00.000Z',
      nameServers: NS,
      dnssecSigned: false,
      abuse: [],
    },
  ],
  [
    'several statuses a line (.ru)',
    'acme.ru',
    `% TCI Whois Service. Terms of use:

domain:        ACME.RU
nserver:       ns1.acme.example.
state:         REGISTERED, DELEGATED, VERIFIED
org:           Acme LLC
registrar:     EXAMPLE-RU
created:       2004-03-03T21:00:00Z
paid-till:     2031-03-04T21:00:00Z
free-date:     2031-04-05
source:        TCI
`,
    {
      name: 'acme.ru',
      registrar: 'EXAMPLE-RU',
      createdAt: '2004-03-03T21:00:00.000Z',
      expiresAt: '2031-03-04T21:00:00.000Z',
      statuses: ['delegated', 'registered', 'verified'],
      nameServers: ['ns1.acme.example'],
      abuse: [],
      organization: 'Acme LLC',
    },
  ],
  [
    'a registry that tells of nobody (.eu)',
    'acme.eu',
    `Domain: acme.eu
Script: LATIN

Registrant:
        NOT DISCLOSED!
        Visit www.eurid.eu for webbased whois.

Technical:
        Organisation: Example Technicians

Registrar:
        Name: Example Registrar
        Website: https://www.registrar.example

Name servers:
        ns1.acme.example (192.0.2.1)
        ns2.acme.example

Please visit www.eurid.eu for more info.
`,
    { name: 'acme.eu', registrar: 'Example Registrar', nameServers: NS, abuse: [] },
  ],
  [
    'paragraphs of headings (.nl)',
    'acme.nl',
    `Domain name: acme.nl
Status:      active

Registrar:
   Example Registrar B.V.
   Street 1
   Netherlands

Abuse Contact:
   +31.201234567
   abuse@registrar.example

DNSSEC:      yes

Domain nameservers:
   ns1.acme.example
   ns2.acme.example   192.0.2.2

Creation Date: 1999-05-27

Updated Date: 2015-12-30
`,
    {
      name: 'acme.nl',
      registrar: 'Example Registrar B.V.',
      createdAt: '1999-05-27T00:00:00.000Z',
      updatedAt: '2015-12-30T00:00:00.000Z',
      statuses: ['active'],
      nameServers: NS,
      dnssecSigned: true,
      abuse: ['mailto:abuse@registrar.example'],
    },
  ],
  [
    'a holder by a handle that leads nowhere (.se)',
    'acme.se',
    `# Copyright (c) 1997- The Swedish Internet Foundation.
state:            active
domain:           acme.se
holder:           mmr8008-53809
created:          2003-08-27
modified:         2024-09-18
expires:          2031-10-20
nserver:          ns1.acme.example 192.0.2.1
dnssec:           unsigned delegation
registry-lock:    unlocked
status:           serverUpdateProhibited
registrar:        Example AB
`,
    {
      name: 'acme.se',
      registrar: 'Example AB',
      createdAt: '2003-08-27T00:00:00.000Z',
      updatedAt: '2024-09-18T00:00:00.000Z',
      expiresAt: '2031-10-20T00:00:00.000Z',
      statuses: ['active', 'server update prohibited'],
      nameServers: ['ns1.acme.example'],
      dnssecSigned: false,
      abuse: [],
    },
  ],
  [
    'objects one after the other (.cz)',
    'acme.cz',
    `%  (c) 2006-2024 CZ.NIC
domain:       acme.cz
registrant:   SB:ACME
nsset:        NSS:ACME:1
registrar:    REG-EXAMPLE
registered:   21.07.2000 15:21:00
changed:      15.01.2024 10:00:00
expire:       22.07.2031

contact:      SB:ACME
org:          Acme s.r.o.
name:         Somebody
registrar:    REG-OTHER
created:      08.12.2009 21:30:01

nsset:        NSS:ACME:1
nserver:      ns1.acme.example
created:      01.02.2010 10:00:00
`,
    {
      name: 'acme.cz',
      registrar: 'REG-EXAMPLE',
      createdAt: '2000-07-21T15:21:00.000Z',
      updatedAt: '2024-01-15T10:00:00.000Z',
      expiresAt: '2031-07-22T00:00:00.000Z',
      nameServers: ['ns1.acme.example'],
      abuse: [],
      organization: 'Acme s.r.o.',
    },
  ],
  [
    'the agency for the registrar (.kr)',
    'acme.kr',
    `query : acme.kr

# ENGLISH

Domain Name                 : acme.kr
Registrant                  : Acme Korea, LLC
Administrative Contact(AC)  : Somebody
Registered Date             : 2007. 03. 02.
Last Updated Date           : 2010. 10. 04.
Expiration Date             : 2031. 03. 02.
Authorized Agency           : Example Corp.(http://registrar.example)
DNSSEC                      : unsigned

Primary Name Server
   Host Name                : ns1.acme.example

Secondary Name Server
   Host Name                : ns2.acme.example
`,
    {
      name: 'acme.kr',
      registrar: 'Example Corp.',
      createdAt: '2007-03-02T00:00:00.000Z',
      updatedAt: '2010-10-04T00:00:00.000Z',
      expiresAt: '2031-03-02T00:00:00.000Z',
      nameServers: NS,
      dnssecSigned: false,
      abuse: [],
      organization: 'Acme Korea, LLC',
    },
  ],
  [
    'the sponsor for the registrar (.cn)',
    'acme.cn',
    `Domain Name: acme.cn
ROID: 20030311s10001s00033735-cn
Domain Status: clientDeleteProhibited
Registrant: 上海某某有限公司
Registrant Contact Email: dns@acme.example
Sponsoring Registrar: 厦门易名科技股份有限公司
Name Server: ns1.acme.example
Registration Time: 2003-03-17 12:20:05
Expiration Time: 2031-03-17 12:48:36
DNSSEC: unsigned
`,
    {
      name: 'acme.cn',
      registrar: '厦门易名科技股份有限公司',
      createdAt: '2003-03-17T12:20:05.000Z',
      expiresAt: '2031-03-17T12:48:36.000Z',
      statuses: ['client delete prohibited'],
      nameServers: ['ns1.acme.example'],
      dnssecSigned: false,
      abuse: [],
      organization: '上海某某有限公司',
    },
  ],
  [
    'headings behind asterisks (.tr)',
    'acme.com.tr',
    `** Domain Name: acme.com.tr
Domain Status: Active

** Registrant:
   Acme A.S.
   Hidden upon user request

** Registrar:
NIC Handle		: exm12-metu
Organization Name	: Example Registrar A.S.
Address			: Somewhere

** Domain Servers:
ns1.acme.example
ns2.acme.example

** Additional Info:
Created on..............: 2001-Aug-23.
Expires on..............: 2031-Aug-22.
`,
    {
      name: 'acme.com.tr',
      registrar: 'Example Registrar A.S.',
      createdAt: '2001-08-23T00:00:00.000Z',
      expiresAt: '2031-08-22T00:00:00.000Z',
      statuses: ['active'],
      nameServers: NS,
      abuse: [],
      organization: 'Acme A.S.',
    },
  ],
  [
    'dots up to the colon (.fi)',
    'acme.fi',
    `domain.............: acme.fi
status.............: Registered
created............: 30.6.2006 00:00:00
expires............: 4.7.2031 10:15:55
available..........: 4.8.2031 10:15:55
modified...........: 2.6.2024 10:15:55
RegistryLock.......: no

Nameservers

nserver............: ns1.acme.example [OK]
nserver............: ns2.acme.example [OK]

DNSSEC

dnssec.............: no

Holder

name...............: Acme Oy
register number....: 1234567-8

Registrar

registrar..........: Example Oy
www................: www.registrar.example
`,
    {
      name: 'acme.fi',
      registrar: 'Example Oy',
      createdAt: '2006-06-30T00:00:00.000Z',
      updatedAt: '2024-06-02T10:15:55.000Z',
      expiresAt: '2031-07-04T10:15:55.000Z',
      statuses: ['registered'],
      nameServers: NS,
      dnssecSigned: false,
      abuse: [],
      organization: 'Acme Oy',
    },
  ],
  [
    'not available, which is to say taken (.be)',
    'acme.be',
    `% .be Whois Server 6.1
Domain:	acme.be
Status:	NOT AVAILABLE
Registered:	Tue Dec 12 2000

Registrant:
	Not shown, please visit www.dnsbelgium.be for webbased whois.

Registrar:
	Name:	Example NV
	Website:	https://www.registrar.example

Nameservers:
	ns1.acme.example
	ns2.acme.example

Keys:
	keyTag:1234 flags:KSK protocol:3 algorithm:RSA_SHA256 pubKey:AwEA

Flags:
	clientTransferProhibited
`,
    {
      name: 'acme.be',
      registrar: 'Example NV',
      createdAt: '2000-12-12T00:00:00.000Z',
      statuses: ['client transfer prohibited', 'not available'],
      nameServers: NS,
      dnssecSigned: true,
      abuse: [],
    },
  ],
  [
    'a registrar with its address of the web (.at)',
    'acme.at',
    `% Copyright (c)2024 by NIC.AT (1)
domain:         acme.at
registrar:      Example GmbH ( https://nic.at/registrar/434 )
registrant:     AG1234567-NICAT
nserver:        ns1.acme.example
changed:        20110426 17:57:27
source:         AT-DOM

personname:
organization:   Acme GmbH
street address: Gasse 1
nic-hdl:        AG1234567-NICAT
changed:        20200101 10:00:00
source:         AT-DOM
`,
    {
      name: 'acme.at',
      registrar: 'Example GmbH',
      updatedAt: '2011-04-26T17:57:27.000Z',
      nameServers: ['ns1.acme.example'],
      abuse: [],
      organization: 'Acme GmbH',
    },
  ],
  [
    'headings with keys under them (.ee)',
    'acme.ee',
    `Estonia .ee Top Level Domain WHOIS server

Domain:
name:       acme.ee
status:     ok (paid and in zone)
registered: 2010-07-13 06:52:45 +03:00
expire:     2031-09-14

Registrant:
name:       Acme OÜ
country:    EE

Registrar:
name:       Example OÜ
changed:    2020-01-01 10:00:00 +02:00

Name servers:
nserver:   ns1.acme.example
`,
    {
      name: 'acme.ee',
      registrar: 'Example OÜ',
      createdAt: '2010-07-13T03:52:45.000Z',
      expiresAt: '2031-09-14T00:00:00.000Z',
      statuses: ['active'],
      nameServers: ['ns1.acme.example'],
      abuse: [],
      organization: 'Acme OÜ',
    },
  ],
];

const details: [what: string, text: string, told: Told][] = [
  [
    'a list behind a blank line',
    'Name Servers Information:\n\nNS1.ACME.EXAMPLE\nns2.acme.example\n\nns3.acme.example is no server',
    { nameServers: NS },
  ],
  [
    'the domain as it stands in the DNS',
    'DNS: acme.test\n\nNameservers\nHostname: ns1.acme.example',
    { nameServers: ['ns1.acme.example'] },
  ],
  [
    'statuses in a paragraph',
    'Domain Status:\n     Active\n     clientHold',
    { statuses: ['active', 'client hold'] },
  ],
  [
    'a sentence with a date',
    'Relevant dates:\n     Registered on 30th April 2003 at 00:00:00.000',
    { createdAt: '2003-04-30T00:00:00.000Z' },
  ],
  [
    'a registrar with an organization of its own',
    'created: 2002-12-04\n\nregistrar: ua.imena\norganization: Imena Ltd\n\nperson: n/a\norganization: Acme',
    { registrar: 'ua.imena', createdAt: '2002-12-04T00:00:00.000Z' },
  ],
  [
    'keys with underscores',
    'query_status: 200 Active\ndomain_datebilleduntil: 2031-02-17T00:00:00+13:00\nns_name_01: ns1.acme.example',
    { statuses: ['active'], expiresAt: '2031-02-16T11:00:00.000Z', nameServers: ['ns1.acme.example'] },
  ],
];

const silent: [text: string, reason: string][] = [
  [
    'No match for domain "ACME.TEST".\r\n>>> Last update of whois database: 2024-09-01T10:11:12Z <<<',
    'not-found',
  ],
  ['NOT FOUND', 'not-found'],
  ['Domain not found.', 'not-found'],
  ['Not found: acme.test', 'not-found'],
  ['Domain: acme.test\nStatus: free', 'not-found'],
  ['Domain:\tacme.test\nStatus:\tAVAILABLE', 'not-found'],
  ['Domain: acme.test\nScript: LATIN\nStatus: AVAILABLE', 'not-found'],
  ['Domain Name: acme.test\nDomain Status: No Object Found', 'not-found'],
  ['    No match for "acme.test".\n\n    This domain name has not been registered.', 'not-found'],
  ['%ERROR:101: no entries found\n%\n% No entries found.', 'not-found'],
  ['% No match for domain "acme.test"', 'not-found'],
  ['% nothing found', 'not-found'],
  ['%% NOT FOUND', 'not-found'],
  ['No match!!', 'not-found'],
  ['acme.test is free', 'not-found'],
  ['acme.test - No Match', 'not-found'],
  ['We do not have an entry in our database matching your query.', 'not-found'],
  ['No information available about domain name acme.test in the Registry NASK database.', 'not-found'],
  ['The queried object does not exist: previous registration', 'not-found'],
  ['Object_Not_Found', 'not-found'],
  ['above domain name is not registered to KRNIC.', 'not-found'],
  ['No Data Found', 'not-found'],
  ['No entries found for the selected source(s).', 'not-found'],
  ['Domain acme.test is available for registration', 'not-found'],
  ['No matching record.', 'not-found'],
  ['% No such domain', 'not-found'],
  ['Domain name acme.test does not exist in database!', 'not-found'],
  ['*** Nothing found for this query.', 'not-found'],
  ['% No data was found to match the request criteria.', 'not-found'],
  ['query_status: 220 Available', 'not-found'],
  ['Domain: acme.test\nStatus: NOT ALLOWED', 'reserved'],
  ['This name is reserved by the Registry in accordance with ICANN Policy.', 'reserved'],
  ['This domain cannot be registered because it contravenes the naming rules.', 'reserved'],
  ['Reserved Domain Name', 'reserved'],
  ['This platinum domain is available for purchase.', 'premium'],
];

const doubtful: [text: string, reason: string][] = [
  ['', 'empty'],
  ['\r\n\r\n', 'empty'],
  ['WHOIS LIMIT EXCEEDED - SEE WWW.PIR.ORG/WHOIS FOR DETAILS', 'limited'],
  ['Number of allowed queries exceeded.', 'limited'],
  ['%ERROR:201: access denied for 192.0.2.1', 'limited'],
  ['% Error: 55000000002 Connection refused; access control limit exceeded.', 'limited'],
  ['% Excessive querying, grace period of 30 seconds.', 'limited'],
  ['Requests of this client are not permitted. Please use the web.', 'limited'],
  ['BLACKLISTED: You have exceeded the query limit for your network or IP address.', 'limited'],
  ['Denied: too many requests', 'limited'],
  ['maximum number of requests per second exceeded', 'limited'],
  ['Your connection limit exceeded. Please slow down and try again later.', 'limited'],
  ['The WHOIS query quota for 192.0.2.1 has been exceeded\nand will be replenished in 50 seconds', 'limited'],
  ['Domain Name: acme.test\nYour access is restricted', 'limited'],
  ['No match for acme.test.\nQuery rate limit exceeded.', 'limited'],
  ['Service temporarily unavailable', 'limited'],
  ['This TLD has no whois server, but you can access the whois database at https://x.example', 'refused'],
  ['No whois server is known for this kind of object.', 'refused'],
  ['% Invalid query', 'refused'],
  ['Domain Name: OTHER.TEST\nRegistrar: Example', 'other-name'],
  ['No match for "OTHER.TEST".', 'other-name'],
  ['<html><body>Not what you wanted</body></html>', 'unrecognised'],
  ['Domain Name: acme.test', 'unrecognised'],
  [
    'inetnum: 192.0.2.0 - 192.0.2.255\nnetname: ACME\ncreated: 2001-09-22T09:31:40Z\nstatus: ok',
    'unrecognised',
  ],
  ['Domain Name: acme.test\nStatus: whatever', 'unrecognised'],
  ['If the domain is not found, it\nis not registered.', 'unrecognised'],
  [
    'Domain Name: acme.test\nStatus: available\nRegistrar: Example\nName Server: ns1.acme.example',
    'contradictory',
  ],
];

describe('parseWhois', () => {
  for (const [what, name, text, expected] of registered)
    it(`reads ${what}`, () => assert.deepEqual(told(parseWhois(text, name)), expected));

  for (const [what, text, expected] of details) {
    it(`reads ${what}`, () => {
      const answer = told(parseWhois(`Domain: acme.test\n${text}`, 'acme.test'));
      assert.deepEqual(answer, { name: 'acme.test', abuse: [], ...expected });
    });
  }

  for (const [text, reason] of silent) {
    it(`takes ${JSON.stringify(text)} for absent: ${reason}`, () => {
      const answer = parseWhois(text, 'acme.test');
      assert.deepEqual([answer.state, 'reason' in answer && answer.reason], ['absent', reason]);
    });
  }

  for (const [text, reason] of doubtful) {
    it(`takes ${JSON.stringify(text)} for unknown: ${reason}`, () => {
      const answer = parseWhois(text, 'acme.test');
      assert.deepEqual([answer.state, 'reason' in answer && answer.reason], ['unknown', reason]);
    });
  }

  it('follows from IANA to the registry', () => {
    const text =
      '% IANA WHOIS server\n\nrefer:        whois.nic.fr\n\ndomain:       FR\n\norganisation: AFNIC\ncreated: 1986-09-02';
    const answer = parseWhois(text, 'acme.fr');
    assert.deepEqual([answer.state, answer.referral], ['unknown', 'whois.nic.fr']);
  });

  it('tells what it cannot read, and where', () => {
    const text =
      'Domain Name: acme.test\nRegistrar: Ex\ufffdmple\nCreated: 05/04/2021\nExpires: 99th of May 2031\nName Server: -ns.acme';
    assert.deepEqual(parseWhois(text, 'acme.test').problems, [
      { line: 2, problem: 'undecodable-text', text: 'Registrar: Ex\ufffdmple' },
      { line: 3, problem: 'ambiguous-date', text: '05/04/2021' },
      { line: 4, problem: 'unreadable-date', text: '99th of May 2031' },
      { line: 5, problem: 'unreadable-name', text: '-ns.acme' },
    ]);
  });

  const persons: [what: string, text: string][] = [
    ['redacted', 'Registrant Organization: REDACTED FOR PRIVACY'],
    ['a proxy', 'Registrant Organization: Domains By Proxy, LLC'],
    ['a person', 'owner: Fulano de Tal\nownerid: 123.456.789-09'],
    ['a person by its type', 'Registrant: Jane Doe\nRegistrant type: UK Individual'],
    ['a person in Russia', 'person: Private Person'],
  ];
  for (const [what, text] of persons) {
    it(`does not name a holder that is ${what}`, () => {
      assert.equal(
        told(parseWhois(`Domain: acme.test\nRegistrar: X\n${text}`, 'acme.test')).organization,
        undefined,
      );
    });
  }

  it('says when the holder may be a person', () => {
    const answer = parseWhois('Domain: acme.test\nRegistrant: Jane Doe', 'acme.test');
    assert.equal(answer.state === 'registered' && answer.holderIsNamed, true);
  });

  it('reads names in Unicode as the A-labels that were asked for', () => {
    const answer = parseWhois('Domain Name: MÜNCHEN.example\nRegistrar: X', 'xn--mnchen-3ya.example');
    assert.equal(told(answer).name, 'xn--mnchen-3ya.example');
  });

  it('never throws, and tells one of three states of any text', () => {
    const line = fc.constantFrom(
      ...registered.flatMap(([, , text]) => text.split('\n')),
      ...silent.map(([text]) => text),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 2_000 }),
      fc.array(line, { maxLength: 80 }).map((each) => each.join('\n')),
    );
    fc.assert(
      fc.property(text, fc.option(fc.constant('acme.fr'), { nil: undefined }), (written, asked) => {
        const answer = parseWhois(written, asked);
        assert.ok(['registered', 'absent', 'unknown'].includes(answer.state));
        const lines = written.split(/\r\n|\n|\r/).length;
        for (const { line: at } of answer.problems) assert.ok(at >= 1 && at <= lines);
      }),
    );
  });

  const endless: [what: string, text: string][] = [
    ['domains', 'Domain Name: acme.test\n'.repeat(20_000)],
    ['handles', 'holder-c: X\n\nnic-hdl: X\n\n'.repeat(20_000)],
    ['one line', 'Not '.repeat(100_000)],
    ['spaces', `Status:${' '.repeat(200_000)}x`],
    ['colons', ':'.repeat(262_144)],
    ['brackets', `[${'a'.repeat(100_000)}]`],
    ['dates', 'Created: 2001-02-30 10:10:10\n'.repeat(9_000)],
  ];
  for (const [what, text] of endless) {
    it(`reads no end of ${what} in a moment`, () => {
      const start = performance.now();
      parseWhois(text, 'acme.test');
      assert.ok(performance.now() - start < 2_000);
    });
  }
});
