import { type Trio, type TrioZone, trio } from '../trio.ts';

/** A zone that differs by some records of its apex. */
function recordTrio(
  name: string,
  code: string,
  silent: string,
  zone: (faulty: boolean) => Pick<TrioZone, 'usual' | 'records'>,
): Trio {
  return trio({ name, faults: [code], silent: [silent], zone: ({ faulty }) => zone(faulty) });
}

/** No mail, for so many seconds (RFC 7505). */
const noMail = (seconds: number) => ({ usual: { mx: [`@ ${seconds} MX 0 .`] } });
const letsEncrypt = '@ 300 CAA 0 issue "letsencrypt.org"';
const note = 'a'.repeat(150);

/** What single records say. */
export const records: readonly Trio[] = [
  trio({
    name: 'private-address',
    faults: [{ code: 'private-address/published', at: 'intern' }],
    silent: ['intern'],
    zone: (place) => ({
      hosts: [{ label: 'intern', addresses: [place.faulty ? '10.20.30.40' : place.address()] }],
    }),
  }),
  trio({
    name: 'caa-issuer',
    faults: [{ code: 'caa-issuer/not-allowed', at: 'www' }],
    silent: ['www CAA'],
    zone: ({ faulty, address }) => ({
      hosts: [
        {
          label: 'www',
          addresses: [address()],
          site: { certificate: { authority: "Let's Encrypt of the lab" } },
        },
      ],
      usual: { caa: [`@ 300 CAA 0 issue "${faulty ? 'digicert.com' : 'letsencrypt.org'}"`] },
    }),
  }),
  recordTrio('caa-critical', 'caa/unknown-critical', '@ CAA', (faulty) => ({
    usual: { caa: [letsEncrypt, `@ 300 CAA ${faulty ? 128 : 0} tbs "unknown"`] },
  })),
  recordTrio('caa-url', 'caa/malformed', '@ CAA', (faulty) => ({
    usual: { caa: [letsEncrypt, `@ 300 CAA 0 issue "${faulty ? 'https://digicert.com/' : 'digicert.com'}"`] },
  })),
  recordTrio('caa-account', 'caa/malformed', '@ CAA', (faulty) => ({
    usual: {
      caa: [
        `@ 300 CAA 0 issue "letsencrypt.org; accounturi=${faulty ? '12345' : 'https://ca.example/acct/1'}"`,
      ],
    },
  })),
  recordTrio('caa-contact', 'caa/malformed', '@ CAA', (faulty) => ({
    usual: {
      caa: [
        letsEncrypt,
        `@ 300 CAA 0 contactemail "${faulty ? 'hostmaster' : 'hostmaster@caa-contact.test'}"`,
      ],
    },
  })),
  recordTrio('ttl-short', 'ttl/short', '@ NS', (faulty) => noMail(faulty ? 5 : 300)),
  recordTrio('ttl-long', 'ttl/long', '@ NS', (faulty) => noMail(faulty ? 2_592_000 : 86_400)),
  recordTrio('text-quoted', 'record-syntax/txt', '@ TXT', (faulty) => ({
    records: [
      faulty ? '@ 300 TXT "\\"google-site-verification=abc\\""' : '@ 300 TXT "google-site-verification=abc"',
    ],
  })),
  recordTrio('text-twice', 'txt-hygiene/duplicate-tokens', '@ TXT', (faulty) => ({
    records: [
      '@ 300 TXT "stripe-verification=a"',
      `@ 300 TXT "${faulty ? 'stripe' : 'figma-domain'}-verification=b"`,
    ],
  })),
  recordTrio('text-large', 'txt-hygiene/large', '@ TXT', (faulty) => ({
    records: Array.from({ length: faulty ? 9 : 4 }, (_, index) => `@ 300 TXT "${index} ${note}"`),
  })),
];
