import { SETTINGS } from '@cyborux/server';
import { cell, GENERATED } from './markdown.ts';

export function configurationPage(): string {
  const rows = SETTINGS.map(
    ({ name, expects, default: value, description }) =>
      `| \`${name}\` | ${cell(expects)} | ${cell(value)} | ${cell(description)} |`,
  );
  return `${GENERATED}
# Configuration

Settings are environment variables. An empty one counts as not set. An unknown or malformed one stops the start with a
sentence that names it.

| setting | what it must be | default | what it does |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}
