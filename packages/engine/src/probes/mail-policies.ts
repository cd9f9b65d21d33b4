import { type Entity, isUnknown, type Unknown, unknown, unknownSchema } from '@cyborux/contract';
import { z } from 'zod';
import type { HttpAnswer, Net } from '../net.ts';
import { defineProbe } from '../probe.ts';
import { askAssertion, assertionFrom } from '../protocols/bimi.ts';
import { type MarkCertificate, readMarkCertificate } from '../protocols/bimi-certificate.ts';
import { keysFrom } from '../protocols/dkim-keys.ts';
import { keyName, selectorsFor } from '../protocols/dkim-selectors.ts';
import { policyFrom, treeWalk } from '../protocols/dmarc.ts';
import { type ReportHost, reportConsents } from '../protocols/dmarc-reports.ts';
import { dnsAnswerSchema, lookupSchema } from '../protocols/dns-answer-schema.ts';
import { rdataText } from '../protocols/dns-rdata.ts';
import { keyProvider, type RecognisedProvider, recogniseProviders } from '../protocols/mail-providers.ts';
import {
  askTree,
  foreignTargets,
  type OwnRecords,
  ownRecords,
  type SpfAnswers,
  type SpfTree,
  treeFrom,
} from '../protocols/spf-tree.ts';
import { lintSvg, type SvgFacts } from '../protocols/svg-tiny.ts';
import { unmadeNames } from '../protocols/unmade-names.ts';

/** A logo has 32 KiB at most; certificates with a logo in them are larger. */
const MAX_LOGO = 65_536;
const MAX_EVIDENCE = 262_144;

const text = z.string();
const spfAnswers: z.ZodType<SpfAnswers> = z.object({
  TXT: z.array(lookupSchema('TXT')),
  MX: z.array(lookupSchema('MX')),
  A: z.array(lookupSchema('A')),
  AAAA: z.array(lookupSchema('AAAA')),
});
const reportHost: z.ZodType<ReportHost> = z.object({
  host: text,
  relation: z.enum(['internal', 'external', 'unknown']),
  consent: lookupSchema('TXT').nullable(),
});
const svgFacts: z.ZodType<SvgFacts> = z.object({
  bytes: z.int(),
  title: text.nullable(),
  ratio: z.number().nullable(),
  problems: z.array(z.object({ line: z.int(), column: z.int(), message: text })).readonly(),
  advice: z.array(text).readonly(),
});
const markCertificate: z.ZodType<MarkCertificate> = z.object({
  dnsNames: z.array(text).readonly(),
  notBefore: text,
  notAfter: text,
  forMarks: z.boolean(),
  hasLogotype: z.boolean(),
  count: z.int(),
});

/** `content` null: something else is there than what was looked for. */
export type Fetched<T> =
  | { state: 'present'; content: T | null }
  | { state: 'absent'; status: number | null }
  | Unknown;

function fetchedSchema<T>(content: z.ZodType<T>): z.ZodType<Fetched<T>> {
  return z.discriminatedUnion('state', [
    z.object({ state: z.literal('present'), content: content.nullable() }),
    z.object({ state: z.literal('absent'), status: z.int().nullable() }),
    unknownSchema,
  ]);
}

const observation = z.object({
  name: text,
  MX: dnsAnswerSchema('MX'),
  /** What the tree of the SPF record is put together from. */
  spf: spfAnswers,
  /** The walk for the Organizational Domain (RFC 9989 section 4.10.2), which finds the policy as well. */
  dmarc: z.array(lookupSchema('TXT')),
  /** Where reports go, as far as the domain's own record says. */
  reports: z.array(reportHost),
  dkim: z.object({
    unmade: dnsAnswerSchema('TXT'),
    /** Selectors that were asked for. */
    asked: z.int(),
    /** Those of them that are not absent. */
    selectors: z.array(z.object({ selector: text, answer: dnsAnswerSchema('TXT') })),
  }),
  bimi: z.object({
    lookups: z.array(lookupSchema('TXT')),
    /** Null: no record names one. */
    logo: fetchedSchema(svgFacts).nullable(),
    evidence: fetchedSchema(markCertificate).nullable(),
  }),
});
export type MailPoliciesObservation = z.infer<typeof observation>;

export const mailPolicies = defineProbe({
  id: 'mail-policies',
  title: 'Mail policies: SPF tree, DMARC, DKIM keys, BIMI',
  accepts: 'FQDN',
  only: ({ name }, target) => name === target.name,
  intrusiveness: 'light',
  timeoutMs: 40_000,
  observation,
  async observe({ name }, net): Promise<MailPoliciesObservation> {
    const [MX, spf, dmarc] = await Promise.all([
      net.resolve(name, 'MX'),
      askTree(name, net.resolve),
      treeWalk(name, net.resolve, 'organization'),
    ]);
    const [root] = spf.TXT;
    if (root?.answer.state === 'absent' && root.answer.reason === 'nxdomain') {
      // Nothing is below what does not exist (RFC 8020).
      const dkim = { unmade: root.answer, asked: 0, selectors: [] };
      return { name, MX, spf, dmarc, reports: [], dkim, bimi: { lookups: [], logo: null, evidence: null } };
    }
    const [reports, dkim, bimi] = await Promise.all([
      askReports(name, dmarc, net),
      askKeys(name, recognised(name, MX, spf), net),
      askBimi(name, dmarc, net),
    ]);
    return { name, MX, spf, dmarc, reports, dkim, bimi };
  },
  *reveals(seen, { name }): Iterable<Entity> {
    const { keys } = keysFrom(seen.dkim);
    const byKey = keys.flatMap(({ selector, aliases }) => {
      const provider = keyProvider(aliases);
      return provider === null ? [] : [{ provider, evidence: `DKIM ${selector}` }];
    });
    const found = [...recognised(name, seen.MX, seen.spf), ...byKey];
    for (const { provider, evidence } of new Map(found.map((each) => [each.provider.id, each])).values()) {
      const { product, vendor } = provider;
      const attributes = { host: name, product, vendor, category: 'mail', evidence };
      yield { kind: 'Product', name: `${name} ${product}`, attributes };
    }
    for (const { selector, key, aliases } of keys) {
      // Behind a CNAME the record is another party's.
      if (aliases.length === 0) yield txtEntity(keyName(selector, name), key.text);
    }
    const assertion = assertionFrom(seen.bimi.lookups);
    if (assertion.state !== 'present') return;
    for (const record of assertion.records) yield txtEntity(assertion.name, record.text);
  },
});

function recognised(name: string, MX: MailPoliciesObservation['MX'], spf: SpfAnswers): RecognisedProvider[] {
  return recogniseProviders(MX, foreignTargets(treeFrom(name, spf), name));
}

async function askReports(
  name: string,
  walk: MailPoliciesObservation['dmarc'],
  net: Net,
): Promise<ReportHost[]> {
  const policy = policyFrom(name, walk);
  if (policy.state !== 'present' || policy.inherited) return [];
  return reportConsents(name, policy.record, net.resolve);
}

async function askKeys(
  name: string,
  providers: readonly RecognisedProvider[],
  net: Net,
): Promise<MailPoliciesObservation['dkim']> {
  const [unmadeName = ''] = unmadeNames(`_domainkey.${name}`);
  const selectors = selectorsFor(providers.map(({ provider }) => provider));
  const [unmade, ...answers] = await Promise.all([
    net.resolve(unmadeName, 'TXT'),
    ...selectors.map(async (selector) => ({
      selector,
      answer: await net.resolve(keyName(selector, name), 'TXT'),
    })),
  ]);
  return {
    unmade,
    asked: selectors.length,
    selectors: answers.filter(({ answer }) => answer.state !== 'absent'),
  };
}

async function askBimi(
  name: string,
  walk: MailPoliciesObservation['dmarc'],
  net: Net,
): Promise<MailPoliciesObservation['bimi']> {
  const lookups = await askAssertion(name, walk, net.resolve);
  const assertion = assertionFrom(lookups);
  const [record, ...more] = assertion.state === 'present' ? assertion.records : [];
  if (record === undefined || more.length > 0) return { lookups, logo: null, evidence: null };
  const faulty = record.problems.length > 0;
  const [logo, evidence] = await Promise.all([
    faulty || record.location === '' ? null : net.fetch(record.location, { maxBytes: MAX_LOGO }),
    faulty || record.authority === '' ? null : net.fetch(record.authority, { maxBytes: MAX_EVIDENCE }),
  ]);
  return {
    lookups,
    logo: logo && fetched(logo, lintSvg),
    evidence: evidence && fetched(evidence, readMarkCertificate),
  };
}

function fetched<T>(answer: HttpAnswer, read: (body: string) => T | null): Fetched<T> {
  if (answer.state === 'unknown') return answer;
  if (answer.state === 'absent') return { state: 'absent', status: null };
  if (answer.status === 200) return { state: 'present', content: read(answer.body) };
  if (answer.status === 404 || answer.status === 410) return { state: 'absent', status: answer.status };
  return { state: 'unknown', reason: 'failed', detail: `The server answers ${answer.status}.` };
}

function txtEntity(owner: string, record: string): Entity {
  const rdata = rdataText('TXT', record);
  return { kind: 'DNSRecord', name: `${owner} TXT ${rdata}`, attributes: { owner, type: 'TXT', rdata } };
}

/** The record that the target itself has, for checks that judge nothing else; null without one. */
export function ownPolicy(seen: MailPoliciesObservation) {
  const policy = policyFrom(seen.name, seen.dmarc);
  if (policy.state === 'unknown') return policy;
  return policy.state === 'present' && !policy.inherited ? policy : null;
}

/** The tree of the target's SPF record; null when it has none that can be read, and another check says so. */
export function readableTree({ name, spf }: MailPoliciesObservation): SpfTree | Unknown | null {
  const tree = treeFrom(name, spf);
  if (tree.state === 'unknown') return unknown(tree.reason ?? 'failed');
  return tree.state === 'record' ? tree : null;
}

/** The SPF records that the target and its own names have; null as above. */
export function ownSpfRecords(seen: MailPoliciesObservation): OwnRecords | Unknown | null {
  const tree = readableTree(seen);
  return tree === null || isUnknown(tree) ? tree : ownRecords(tree, seen.name);
}
