import { type Unknown, unknown } from '@cyborux/contract';
import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { httpResponse } from '../probes/http-response.ts';
import { parseHsts } from '../protocols/hsts.ts';
import { fieldValues, type Hop, type Web } from '../protocols/http-chain.ts';
import { secureResponses } from '../protocols/page-response.ts';
import { serviceKey } from '../protocols/service-name.ts';

/** 180 days. */
const MINIMUM_AGE = 15_552_000;
/** A year, as the preload list asks for. */
const PRELOAD_AGE = 31_536_000;
const FIELD = 'strict-transport-security';
const LINES =
  '`add_header Strict-Transport-Security "max-age=31536000" always;` in nginx, `Header always set Strict-Transport-Security "max-age=31536000"` in Apache';

export const hsts = defineCheck({
  id: 'hsts',
  title: 'Browsers are told to come back over HTTPS alone (HSTS)',
  category: 'web',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc6797#section-6.1', 'https://hstspreload.org/'],
  needs: { response: part(httpResponse, responseWithHsts) },
  findings: {
    missing: {
      severity: 'low',
      title: 'No HSTS policy is sent',
      remediation: `Send the field with every HTTPS response: ${LINES}. Add includeSubDomains once all subdomains speak HTTPS.`,
    },
    short: {
      severity: 'low',
      title: 'The HSTS policy lasts less than 180 days',
      remediation: `Raise max-age to a year: ${LINES}.`,
    },
    malformed: {
      severity: 'low',
      title: 'The HSTS policy is malformed, so that browsers ignore it',
      remediation: `Send the field once, in the form of the standard: ${LINES}. When a proxy adds one too, let only one of them do it.`,
    },
    'preload-ineligible': {
      severity: 'info',
      title: 'The HSTS policy asks for a place in browsers’ preload list, and does not qualify for it',
      remediation:
        'The list takes domains whose policy lasts a year and includes all subdomains: `Strict-Transport-Security: max-age=31536000; includeSubDomains; preload`, in `add_header ... always;` in nginx, `Header always set` in Apache, or the HSTS setting of the CDN. When you do not want that, take preload out.',
    },
    'no-subdomains': {
      severity: 'info',
      optional: true,
      title: 'The HSTS policy leaves subdomains out',
      remediation:
        'Once all subdomains speak HTTPS, add includeSubDomains: `add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;` in nginx, `Header always set Strict-Transport-Security "max-age=31536000; includeSubDomains"` in Apache, or the HSTS setting of the CDN.',
    },
  },
  evaluate({ response }) {
    if (response === null) return notApplicable;
    const values = fieldValues(response, FIELD);
    const affects = [serviceKey(response.address, response.port)];
    const evidence = { url: response.url, status: response.status };
    const policy = parseHsts(values);
    if (policy.state === 'absent') return fail('missing', evidence, { affects });
    const field = { ...evidence, [FIELD]: values[0] ?? '' };
    if (policy.state === 'malformed')
      return fail('malformed', { ...field, reason: policy.reason }, { affects });
    if (policy.maxAge < MINIMUM_AGE) return fail('short', field, { affects });
    if (policy.preload && (policy.maxAge < PRELOAD_AGE || !policy.includeSubDomains)) {
      return fail('preload-ineligible', field, { affects });
    }
    return policy.includeSubDomains ? pass : fail('no-subdomains', field, { affects });
  },
});

/** The response that carries the field, or the first one when none does: one is enough for a browser to remember. */
function responseWithHsts({ https }: Web): Hop | Unknown | null {
  const responses = secureResponses(https);
  if (!Array.isArray(responses)) return responses;
  const carrier = responses.find((response) => fieldValues(response, FIELD).length > 0);
  if (carrier !== undefined) return carrier;
  if (https.state === 'unknown') return unknown(https.reason, https.detail);
  if (https.state === 'present' && https.next?.state === 'unknown') return https.next;
  return responses[0] ?? null;
}
