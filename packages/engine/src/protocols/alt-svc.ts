export interface AlternativeService {
  /** ALPN identifier, percent-encoding taken off: `h3`, `h3-29`, `h2`. */
  protocol: string;
  /** `[host]:port`; without a host it is the same one. */
  authority: string;
}

const MAX_FIELD = 4_096;
const MAX_SERVICES = 20;
const SERVICE = /([!#$%&'*+.^_`|~\w-]{1,40})="([^"]{0,260})"/g;
/** HTTP/3, and the drafts of it. */
const HTTP_3 = /^h3(?:-\d{1,3})?$/;

/** Reads the values of Alt-Svc fields (RFC 7838 section 3), `clear` as none. Never throws. */
export function alternativeServices(values: readonly string[]): AlternativeService[] {
  const text = values.join(', ').slice(0, MAX_FIELD);
  const found = [...text.matchAll(SERVICE)].slice(0, MAX_SERVICES);
  return found.map(([, protocol = '', authority = '']) => ({
    protocol: protocol.replaceAll(/%([0-9a-f]{2})/gi, (_, hex) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    authority,
  }));
}

/** The same port of the same host is said to answer over HTTP/3 (RFC 9114 section 3.1.1). */
export function advertisesHttp3(values: readonly string[], port: number): boolean {
  const services = alternativeServices(values);
  return services.some(({ protocol, authority }) => HTTP_3.test(protocol) && authority === `:${port}`);
}
