import { CATEGORIES } from '@cyborux/contract';
import { type AnyCheck, allChecks } from '@cyborux/engine';
import { cell, GENERATED } from './markdown.ts';

export function checksPage(): string {
  const sections = CATEGORIES.flatMap((category) => {
    const checks = allChecks.filter((check) => check.category === category);
    return checks.length === 0 ? [] : [`## ${category}`, ...checks.map(section)];
  });
  return `${GENERATED}
# Checks

${allChecks.length} checks. Each reads stored observations and nothing else. What it cannot answer for lack of facts is
\`open\`: neither a pass nor a finding. Severity says how bad it would be, confidence how sure we are.

${sections.join('\n\n')}
`;
}

function section(check: AnyCheck): string {
  const needs = Object.values(check.needs).map((need) => ('pick' in need ? need.of.id : need.id));
  const rows = Object.entries(check.findings).map(
    ([key, text]) =>
      `| \`${check.id}/${key}\` | ${text.severity}${text.optional === true ? ', optional' : ''} | ${text.confidence ?? 'confirmed'} | ${cell(text.title)} | ${cell(text.remediation)} |`,
  );
  return `### ${check.title}

\`${check.id}\`, about ${check.appliesTo}, from ${[...new Set(needs)].map((id) => `\`${id}\``).join(', ')}.
References: ${check.references.join(', ')}.

| code | severity | confidence | finding | repair |
| --- | --- | --- | --- | --- |
${rows.join('\n')}`;
}
