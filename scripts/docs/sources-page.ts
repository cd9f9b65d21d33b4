import { allProbes, allSources, asksEntities, type Source } from '@cyborux/engine';
import { cell, GENERATED } from './markdown.ts';

export function sourcesPage(): string {
  const sources = allSources.map(
    (source) =>
      `| \`${source.id}\` | [${cell(source.title)}](${source.homepage}) | ${askedAbout(source)} | ${source.yields.join(', ')} | ${keyText(source.credential)} | ${source.requestsPerMinute} |`,
  );
  const probes = allProbes.map(
    ({ id, title, accepts, intrusiveness, timeoutMs }) =>
      `| \`${id}\` | ${cell(title)} | ${accepts} | ${intrusiveness} | ${timeoutMs / 1_000} s |`,
  );
  return `${GENERATED}
# Sources and probes

A source asks a third party and never the target. A source that is limited, slow or broken is told so in the analysis;
it never reads as "nothing found".

| source | what it is | asked about | tells of | key | requests a minute |
| --- | --- | --- | --- | --- | --- |
${sources.join('\n')}

A probe touches the target once and tells what it saw.

| probe | what it looks at | entity | intrusiveness | time-out |
| --- | --- | --- | --- | --- |
${probes.join('\n')}
`;
}

function askedAbout(source: Source): string {
  return asksEntities(source) ? `${source.accepts}, ${source.questions} an analysis at most` : 'the domain';
}

function keyText(credential: (typeof allSources)[number]['credential']): string {
  if (credential === undefined) return 'none';
  return `${credential.optional ? 'optional' : 'needed'}: ${cell(credential.howToGet)}`;
}
