import { z } from 'zod';
import type { Net } from '../net.ts';
import { defineProbe } from '../probe.ts';
import { type DnsAnswer, recordsOf, type TlsaRecord } from '../protocols/dns-answer.ts';
import { dnsAnswerSchema } from '../protocols/dns-answer-schema.ts';
import { validate } from '../protocols/dnssec.ts';
import { preferredExchanges } from '../protocols/mail-exchange.ts';

const security = z.object({
  state: z.enum(['secure', 'insecure', 'bogus', 'unknown']),
  /** One sentence for a person. */
  detail: z.string(),
});
export type Security = z.infer<typeof security>;

const observation = z.object({
  MX: dnsAnswerSchema('MX'),
  /** Of the MX records; null: no exchanger has TLSA records, and nobody asked. */
  mxSecurity: security.nullable(),
  exchanges: z.array(
    z.object({
      exchange: z.string(),
      /** Where the records were looked for last: `_25._tcp` and the exchanger, or what it is an alias of. */
      owner: z.string(),
      TLSA: dnsAnswerSchema('TLSA'),
      /** Of the exchanger's addresses and of the TLSA records; null as long as there are none. */
      addressSecurity: security.nullable(),
      tlsaSecurity: security.nullable(),
    }),
  ),
});
export type MailTlsaObservation = z.infer<typeof observation>;
export type ObservedTlsa = MailTlsaObservation['exchanges'][number];

/** What DANE for SMTP needs (RFC 7672 section 2.2): the records, and how far each may be believed. */
export const mailTlsa = defineProbe({
  id: 'mail-tlsa',
  title: 'TLSA records of the mail exchangers, and their signatures',
  accepts: 'FQDN',
  only: (entity, target) => entity.name === target.name,
  intrusiveness: 'light',
  timeoutMs: 40_000,
  observation,
  async observe({ name }, net): Promise<MailTlsaObservation> {
    const MX = await net.resolve(name, 'MX');
    const found = await Promise.all(
      preferredExchanges(recordsOf(MX)).map(({ exchange }) => lookUp(exchange, net)),
    );
    if (!found.some(({ TLSA }) => TLSA.state === 'present')) {
      const exchanges = found.map(({ exchange, owner, TLSA }) => ({
        exchange,
        owner,
        TLSA,
        addressSecurity: null,
        tlsaSecurity: null,
      }));
      return { MX, mxSecurity: null, exchanges };
    }
    // A verdict on signatures is one of a moment.
    const trust = trustOf(net, new Date());
    const [mxSecurity, exchanges] = await Promise.all([
      trust(name, 'MX'),
      Promise.all(found.map((each) => withSecurity(each, trust))),
    ]);
    return { MX, mxSecurity, exchanges };
  },
});

interface Found {
  exchange: string;
  owner: string;
  TLSA: DnsAnswer<TlsaRecord>;
  /** Of the addresses that there are. */
  addressType: 'A' | 'AAAA';
}

type Trust = (name: string, type: string) => Promise<Security>;

/** What an alias leads to is asked first (RFC 7672 section 2.2.3). */
async function lookUp(exchange: string, net: Net): Promise<Found> {
  const A = await net.resolve(exchange, 'A');
  const addressType = A.state === 'absent' ? 'AAAA' : 'A';
  const alias = A.state === 'present' ? A.aliases?.at(-1) : undefined;
  if (alias !== undefined) {
    const owner = `_25._tcp.${alias}`;
    const TLSA = await net.resolve(owner, 'TLSA');
    if (TLSA.state !== 'absent') return { exchange, owner, TLSA, addressType };
  }
  const owner = `_25._tcp.${exchange}`;
  return { exchange, owner, TLSA: await net.resolve(owner, 'TLSA'), addressType };
}

async function withSecurity(
  { exchange, owner, TLSA, addressType }: Found,
  trust: Trust,
): Promise<ObservedTlsa> {
  if (TLSA.state !== 'present') return { exchange, owner, TLSA, addressSecurity: null, tlsaSecurity: null };
  const [addressSecurity, tlsaSecurity] = await Promise.all([
    trust(exchange, addressType),
    trust(owner, 'TLSA'),
  ]);
  return { exchange, owner, TLSA, addressSecurity, tlsaSecurity };
}

function trustOf(net: Net, now: Date): Trust {
  return async (name, type) => {
    const { state, detail } = await validate({ name, type }, net.signed, { anchors: net.anchors, now });
    return { state, detail };
  };
}
