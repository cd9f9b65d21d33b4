import { type Entity, unknownSchema } from '@cyborux/contract';
import { z } from 'zod';
import type { Net, RelayAnswer, SmtpAnswer, TlsAnswer } from '../net.ts';
import { defineProbe } from '../probe.ts';
import { parseCertificate } from '../protocols/certificate.ts';
import { certificateEntities } from '../protocols/certificate-entity.ts';
import type { MxRecord } from '../protocols/dns-answer.ts';
import { isUnknown, recordsOf } from '../protocols/dns-answer.ts';
import { dnsAnswerSchema } from '../protocols/dns-answer-schema.ts';
import { isNullExchange, preferredExchanges } from '../protocols/mail-exchange.ts';
import { serviceName } from '../protocols/service-name.ts';
import { bannerProduct } from '../protocols/smtp-banner.ts';
import { inScope } from '../scope.ts';

const SMTP_PORT = 25;

const endpoint = { address: z.string(), port: z.int() };
const nobody = z.object({
  state: z.literal('absent'),
  reason: z.enum(['nxdomain', 'nodata', 'connection-refused']),
});
const tls: z.ZodType<TlsAnswer> = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('present'),
    ...endpoint,
    protocol: z.string(),
    cipher: z.string(),
    chain: z.array(z.string()).readonly(),
    pathError: z.string().nullable(),
    alpn: z.string().nullable(),
    durationMs: z.number(),
  }),
  z.object({
    state: z.literal('rejected'),
    ...endpoint,
    reason: z.enum(['alert', 'not-tls']),
    detail: z.string(),
  }),
  nobody,
  unknownSchema,
]);
const starttls = z.union([
  z.object({ state: z.literal('not-offered') }),
  z.object({ state: z.literal('refused'), reply: z.string() }),
  tls,
]);
const relay: z.ZodType<RelayAnswer> = z.discriminatedUnion('state', [
  z.object({ state: z.enum(['accepted', 'refused']), reply: z.string() }),
  unknownSchema,
]);
const greeting: z.ZodType<SmtpAnswer> = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('present'),
    ...endpoint,
    banner: z.string(),
    extensions: z.array(z.string()).readonly(),
    starttls,
    relay,
    durationMs: z.number(),
  }),
  z.object({ state: z.literal('rejected'), ...endpoint, reply: z.string() }),
  nobody,
  unknownSchema,
]);

const observation = z.object({
  MX: dnsAnswerSchema('MX'),
  /** The domain takes no mail and says so (RFC 7505). */
  nullMx: z.boolean(),
  /** The most preferred ones, at most five. */
  exchanges: z.array(
    z.object({
      preference: z.int(),
      exchange: z.string(),
      A: dnsAnswerSchema('A'),
      AAAA: dnsAnswerSchema('AAAA'),
      greeting,
    }),
  ),
});
export type MailExchangersObservation = z.infer<typeof observation>;
export type ObservedExchange = MailExchangersObservation['exchanges'][number];

export const mailExchangers = defineProbe({
  id: 'mail-exchangers',
  title: 'Mail exchangers, greeted on port 25',
  accepts: 'FQDN',
  intrusiveness: 'light',
  timeoutMs: 40_000,
  observation,
  async observe({ name }, net): Promise<MailExchangersObservation> {
    const MX = await net.resolve(name, 'MX');
    const records = recordsOf(MX);
    const exchanges = preferredExchanges(records).map((record) => greetExchange(record, net));
    const nullMx = records.length === 1 && records.every(isNullExchange);
    return { MX, nullMx, exchanges: await Promise.all(exchanges) };
  },
  *reveals({ exchanges }, _entity, target): Iterable<Entity> {
    for (const { exchange, greeting } of exchanges) {
      // Another party's mail service is not part of the inventory.
      if (!inScope(exchange, target)) continue;
      yield { kind: 'FQDN', name: exchange, attributes: {} };
      if (greeting.state !== 'present' && greeting.state !== 'rejected') continue;
      const { address, port } = greeting;
      yield {
        kind: 'Service',
        name: serviceName(address, port),
        attributes: {
          address,
          port,
          transport: 'tcp',
          protocol: 'smtp',
          ...(greeting.state === 'present' && {
            ...bannerProduct(greeting.banner),
            tls: greeting.starttls.state === 'present',
          }),
        },
      };
      if (greeting.state !== 'present' || greeting.starttls.state !== 'present') continue;
      const leaf = parseCertificate(greeting.starttls.chain[0] ?? '');
      if (!isUnknown(leaf)) yield* certificateEntities(leaf);
    }
  },
});

async function greetExchange({ preference, exchange }: MxRecord, net: Net): Promise<ObservedExchange> {
  const [A, AAAA, greeting] = await Promise.all([
    net.resolve(exchange, 'A'),
    net.resolve(exchange, 'AAAA'),
    net.greet({ host: exchange, port: SMTP_PORT }),
  ]);
  return { preference, exchange, A, AAAA, greeting };
}
