import { randomBytes } from 'node:crypto';
import type { Unknown } from '@cyborux/contract';
import { unknown } from '@cyborux/contract';
import type { Nobody } from '../../net.ts';
import { createKeyShare, hasKeyShare } from '../../protocols/tls-key-share.ts';
import { type TlsProtocol, WIRE_VERSION } from '../../protocols/tls-names.ts';
import {
  encodeSsl2ClientHello,
  parseSsl2ServerHello,
  type Ssl2ServerHello,
} from '../../protocols/tls-sslv2.ts';
import { type HelloOutcome, type Inquiry, inVersion, type Refused } from './ask.ts';
import { isNothing, type NoStart } from './talk.ts';

export const OLD_PROTOCOLS = ['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2'] as const;
export type OldProtocol = (typeof OLD_PROTOCOLS)[number];

export type Ssl2Outcome = ({ state: 'answered' } & Ssl2ServerHello) | Refused | NoStart | Nobody | Unknown;

export interface Openings {
  SSLv2: Ssl2Outcome;
  /** Whole flights, of TLS 1.3 decrypted. */
  hellos: Record<Exclude<TlsProtocol, 'SSLv2'>, HelloOutcome>;
}

const X25519 = 29;
const P256 = 23;
const P384 = 24;

/** The two versions of today. */
export interface Beginning {
  modern: HelloOutcome;
  v12: HelloOutcome;
}

export async function openToday(inquiry: Inquiry): Promise<Beginning> {
  const [modern, v12] = await Promise.all([openModern(inquiry), openOld(inquiry, 'TLSv1.2')]);
  return { modern, v12 };
}

/** One whole flight in every version. */
export async function openAll(inquiry: Inquiry, begun?: Beginning): Promise<Openings> {
  const [{ modern, v12 }, SSLv2, v11, v10, v3] = await Promise.all([
    begun ?? openToday(inquiry),
    openSsl2(inquiry),
    openOld(inquiry, 'TLSv1.1'),
    openOld(inquiry, 'TLSv1'),
    openOld(inquiry, 'SSLv3'),
  ]);
  return { SSLv2, hellos: { SSLv3: v3, TLSv1: v10, 'TLSv1.1': v11, 'TLSv1.2': v12, 'TLSv1.3': modern } };
}

async function openOld(inquiry: Inquiry, protocol: OldProtocol): Promise<HelloOutcome> {
  const outcome = await inquiry.ask({ protocol, compression: true }, 'flight');
  return inVersion(outcome, WIRE_VERSION[protocol]);
}

/** With shares of the two groups that nearly all know; a server that wants another is asked which. */
async function openModern(inquiry: Inquiry): Promise<HelloOutcome> {
  const groups = [X25519, P256, P384];
  const first = await askModern(inquiry, groups, [X25519, P256]);
  if (first.state === 'answered' && !first.hello.isRetry) return inVersion(first, 0x0304);
  const which =
    first.state === 'answered' ? first : inVersion(await inquiry.ask({ protocol: 'TLSv1.3' }), 0x0304);
  if (which.state !== 'answered') return isNothing(first) ? first : which;
  const { group } = which.hello;
  if (group === null || !hasKeyShare(group)) return which;
  return inVersion(await askModern(inquiry, [group], [group]), 0x0304);
}

/** A whole flight of TLS 1.3. */
export async function askModern(
  inquiry: Inquiry,
  groups: readonly number[],
  shareOf: readonly number[],
  rest: { signatures?: readonly number[]; alpn?: readonly string[] } = {},
): Promise<HelloOutcome> {
  const shares = shareOf.map(createKeyShare).filter((share) => share !== null);
  return await inquiry.ask({ protocol: 'TLSv1.3', groups, shares, ...rest }, 'flight');
}

async function openSsl2(inquiry: Inquiry): Promise<Ssl2Outcome> {
  return await inquiry.talk<Ssl2Outcome>(async (open) => {
    open.send(encodeSsl2ClientHello(randomBytes(16)));
    let received: Buffer = Buffer.alloc(0);
    for (;;) {
      const chunk = await open.next();
      if (typeof chunk === 'string') {
        if (received.length > 0)
          return { state: 'refused', by: 'other-protocol', detail: 'no SSLv2 message' };
        return { state: 'refused', by: chunk, detail: `the connection was ${chunk}` };
      }
      received = Buffer.concat([received, chunk]);
      const hello = parseSsl2ServerHello(received);
      if (hello === null) return { state: 'refused', by: 'other-protocol', detail: 'no SSLv2 message' };
      if (hello !== 'more') return { state: 'answered', ...hello };
      if (received.length > 0x8002) return unknown('malformed', 'A message without end.');
    }
  });
}
