import { ITERATIVE, parseServer } from '@cyborux/engine/net/dns/resolver-address.ts';
import { z } from 'zod';

const port = z.int().min(1).max(65535);
const address = z.union([z.ipv4(), z.ipv6()]);

/**
 * `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53`, `[2001:db8::53]:5353`; comes out with its port. `tls://` and `https://`
 * addresses and the word `iterative` come out as they are.
 */
const resolver = z.string().transform((text, context) => {
  const trimmed = text.trim();
  if (trimmed === ITERATIVE || isSecureServer(trimmed)) return trimmed;
  if (z.ipv4().safeParse(trimmed).success) return `${trimmed}:53`;
  if (z.ipv6().safeParse(trimmed).success) return `[${trimmed}]:53`;
  const [, six, four, digits] = /^(?:\[([\da-f:.]+)\]|([\d.]+)):(\d{1,5})$/i.exec(trimmed) ?? [];
  const isAddress = six ? z.ipv6().safeParse(six).success : z.ipv4().safeParse(four).success;
  if (isAddress && port.safeParse(Number(digits)).success) return trimmed;
  context.addIssue('must be an address with an optional port');
  return z.NEVER;
});

function isSecureServer(text: string): boolean {
  try {
    return parseServer(text).secure !== undefined;
  } catch {
    return false;
  }
}

export const resolversSchema = z
  .string()
  .transform((list) => list.split(','))
  .pipe(z.array(resolver));

const route = z.strictObject({
  address,
  port,
  to: z.strictObject({ host: z.string(), port }),
});

const octet = z.int().min(0).max(255);
const anchor = z.union([
  z.strictObject({
    name: z.string(),
    keyTag: z.int().min(0).max(65535),
    algorithm: octet,
    digestType: octet,
    digest: z.string(),
  }),
  z.strictObject({
    name: z.string(),
    flags: z.int().min(0).max(65535),
    protocol: octet.exactOptional(),
    algorithm: octet,
    publicKey: z.string(),
  }),
]);

/** A file in the shape of the engine's NetworkDescription. */
export const networkSchema = z
  .strictObject({
    resolvers: z.array(resolver).exactOptional(),
    routes: z.array(route).exactOptional(),
    roots: z.array(z.string()).exactOptional(),
    rootServers: z.array(z.strictObject({ name: z.string(), address })).exactOptional(),
    anchors: z.array(anchor).exactOptional(),
  })
  .readonly();
