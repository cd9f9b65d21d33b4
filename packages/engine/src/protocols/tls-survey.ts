import { unknownSchema } from '@cyborux/contract';
import { z } from 'zod';
import { TLS_PROTOCOLS } from './tls-names.ts';
import { STARTTLS_PROTOCOLS } from './tls-starttls.ts';

/** What a TLS server shows of itself. Numbers are IANA's; `tls-suite.ts`, `tls-group.ts`, `tls-signature.ts` name them. */

const supportSchema = z.union([
  z.object({ state: z.literal('accepted') }),
  z.object({
    state: z.literal('refused'),
    by: z.enum(['alert', 'closed', 'reset', 'other-version', 'other-protocol']),
    detail: z.string(),
  }),
  unknownSchema,
]);
export type Support = z.infer<typeof supportSchema>;

const doubt = {
  /** Why the list may lack something; without it, what is not in the list was refused. */
  doubt: unknownSchema.optional(),
};

const suiteListSchema = z.object({
  /** In the server's order where that counts. In a light survey one of each kind (`suiteKind`). */
  suites: z.array(z.int()),
  /** Whose order decides; null when there is nothing to choose between. */
  order: z.enum(['server', 'client']).nullable(),
  ...doubt,
});
export type SuiteList = z.infer<typeof suiteListSchema>;

const numberListSchema = z.object({
  values: z.array(z.int()),
  /** Only the weak ones were asked about to the end. */
  weakOnly: z.boolean().optional(),
  ...doubt,
});
export type NumberList = z.infer<typeof numberListSchema>;

/** `notApplicable`: the server accepts no version in which the question means something. */
const presenceSchema = z.union([z.enum(['present', 'absent', 'notApplicable']), unknownSchema]);
export type Presence = z.infer<typeof presenceSchema>;

const dhSchema = z.object({
  bits: z.int(),
  /** Name of a prime of the standards. */
  known: z.string().nullable(),
  /** Of the prime's octets, lower-case hex. */
  sha256: z.string(),
  isExport: z.boolean(),
  /** Of a suite without authentication. */
  isAnonymous: z.boolean(),
});
export type DhParameters = z.infer<typeof dhSchema>;

const pathSchema = z.object({
  ok: z.boolean(),
  /** What speaks against the best path (`x509-path.ts`), by certificate from the leaf on. */
  reasons: z.array(z.object({ reason: z.string(), index: z.int() })),
});
export type PathVerdict = z.infer<typeof pathSchema>;

const shownCertificateSchema = z.object({
  /** DER in base64, leaf first, as sent. */
  chain: z.array(z.string()),
  /** Shown to clients that name the server, to those that do not. */
  withName: z.boolean(),
  withoutName: z.boolean(),
  protocols: z.array(z.enum(TLS_PROTOCOLS)),
  /** DER of an OCSPResponse, and of a SignedCertificateTimestampList (RFC 6962 section 3.3), in base64. */
  staple: z.string().nullable(),
  timestamps: z.string().nullable(),
  /** To a known root, as a server's certificate, whatever the host is called; null where no roots were at hand. */
  path: pathSchema.nullable(),
});
export type ShownCertificate = z.infer<typeof shownCertificateSchema>;

const featuresSchema = z.object({
  /** The protocols that it takes by ALPN, of those that we know. */
  alpn: z.object({ values: z.array(z.string()), ...doubt }),
  secureRenegotiation: presenceSchema,
  extendedMasterSecret: presenceSchema,
  encryptThenMac: presenceSchema,
  /** Session tickets: the extension of TLS 1.2, or messages of TLS 1.3. */
  sessionTickets: presenceSchema,
  /** Tickets that allow 0-RTT. */
  earlyData: presenceSchema,
  heartbeat: presenceSchema,
  compression: presenceSchema,
  ocspStapling: presenceSchema,
  /** SCTs in the extension or in the certificate message; those within a certificate are the certificate's. */
  signedTimestamps: presenceSchema,
  fallbackScsv: presenceSchema,
  clientCertificate: presenceSchema,
});
export type TlsFeatures = z.infer<typeof featuresSchema>;

const behavioursSchema = z.object({
  heartbleed: presenceSchema,
  ccsInjection: presenceSchema,
  robot: presenceSchema,
});
/** What an active probe found; `notApplicable`: its precondition does not hold. */
export type TlsBehaviours = z.infer<typeof behavioursSchema>;

const surveySchema = z.object({
  state: z.literal('present'),
  /** `light`: enough to judge by, in few hellos. `full`: all that is in the lists was enumerated. */
  depth: z.enum(['light', 'full']),
  /** The name whose survey of the same address and port this is, when the two answered alike; only the certificates are of this name. */
  surveyedAs: z.string().nullable(),
  address: z.string(),
  port: z.int(),
  servername: z.string().nullable(),
  starttls: z.enum(STARTTLS_PROTOCOLS).nullable(),
  protocols: z.record(z.enum(TLS_PROTOCOLS), supportSchema),
  /** Of the accepted protocols. SSLv2's are cipher kinds of three octets. */
  suites: z.partialRecord(z.enum(TLS_PROTOCOLS), suiteListSchema),
  groups: z.object({ tls12: numberListSchema.nullable(), tls13: numberListSchema.nullable() }),
  signatures: z.object({ tls12: numberListSchema.nullable(), tls13: numberListSchema.nullable() }),
  dh: z.array(dhSchema),
  certificates: z.array(shownCertificateSchema),
  features: featuresSchema,
  behaviours: behavioursSchema,
  fingerprints: z.object({ jarm: z.union([z.string(), unknownSchema]), server: z.string() }),
  connections: z.int(),
  durationMs: z.number(),
});
export type TlsSurvey = z.infer<typeof surveySchema>;

export const tlsSurveySchema = z.union([
  surveySchema,
  /** It answers, and no version of TLS came about. */
  z.object({
    state: z.literal('rejected'),
    reason: z.enum(['alert', 'closed', 'reset', 'not-tls', 'no-starttls']),
    detail: z.string(),
  }),
  z.object({ state: z.literal('absent'), reason: z.enum(['nxdomain', 'nodata', 'connection-refused']) }),
  unknownSchema,
]);
export type TlsSurveyAnswer = z.infer<typeof tlsSurveySchema>;
