import { randomBytes } from 'node:crypto';
import type { EdnsOption } from './edns.ts';
import type { DnsMessage } from './message.ts';

const COOKIE = 10;
const CLIENT_BYTES = 8;
const MAX_SERVER_BYTES = 32;
const MAX_SERVERS = 10_000;

/** DNS cookies (RFC 7873): a client cookie for each server, and the server cookie that it gave last. */
export interface Cookies {
  option(server: string): EdnsOption;
  /** Keeps the server's cookie. False: the message holds another client's cookie and is forged (section 5.3). */
  accept(server: string, message: DnsMessage): boolean;
}

export function createCookies(): Cookies {
  const jar = new Map<string, { client: Buffer; server: Buffer }>();
  const of = (server: string) => {
    const known = jar.get(server);
    if (known !== undefined) return known;
    if (jar.size >= MAX_SERVERS) jar.clear();
    const made = { client: randomBytes(CLIENT_BYTES), server: Buffer.alloc(0) };
    jar.set(server, made);
    return made;
  };
  return {
    option(server) {
      const { client, server: kept } = of(server);
      return { code: COOKIE, data: Buffer.concat([client, kept]) };
    },
    accept(server, { edns }) {
      const data = edns?.options.find(({ code }) => code === COOKIE)?.data;
      if (data === undefined) return true;
      const cookie = of(server);
      if (!data.subarray(0, CLIENT_BYTES).equals(cookie.client)) return false;
      const given = data.subarray(CLIENT_BYTES);
      if (given.length >= CLIENT_BYTES && given.length <= MAX_SERVER_BYTES)
        cookie.server = Buffer.from(given);
      return true;
    },
  };
}
