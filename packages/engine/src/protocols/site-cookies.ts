import type { EntityKey } from '@cyborux/contract';
import { type Cookie, isRemoval, parseSetCookie } from './cookie.ts';
import { fieldValues, type Hop } from './http-chain.ts';
import { serviceKey } from './service-name.ts';

/** A cookie and the response that sets it. */
export interface SiteCookie extends Cookie {
  response: Hop;
}

/** The cookies that a browser keeps of these responses; those that are only taken away are left out. */
export function siteCookies(responses: readonly Hop[], at: Date): SiteCookie[] {
  return responses.flatMap((response) =>
    fieldValues(response, 'set-cookie')
      .map(parseSetCookie)
      .filter((cookie) => cookie !== null)
      .filter((cookie) => !isRemoval(cookie, at))
      .map((cookie) => ({ ...cookie, response })),
  );
}

const MAX_NAMES = 20;

/** Evidence and further entities of a fault that these cookies share. */
export function cookieEvidence(
  cookies: readonly SiteCookie[],
): [{ cookies: string; url: string }, EntityKey[]] {
  const names = [...new Set(cookies.map(({ name }) => name))].sort();
  const keys = new Set(cookies.map(({ response }) => serviceKey(response.address, response.port)));
  const evidence = { cookies: names.slice(0, MAX_NAMES).join(', '), url: cookies[0]?.response.url ?? '' };
  return [evidence, [...keys]];
}
