import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Feeds } from '@cyborux/engine';
import { loadFingerprints } from '@cyborux/engine/protocols/recog.ts';
import { loadLibraries } from '@cyborux/engine/protocols/retire-js.ts';
import { StartError } from './start-error.ts';

/** Of Recog's files, those whose texts an HTTP answer has. */
const HTTP_FINGERPRINTS = /^(?:http_(?:servers|cookies|wwwauth|xpoweredby)|html_title)\.xml$/;

/**
 * The public data sets in a folder. One that is not there is left out.
 * @throws StartError when there is no such folder, or when a data set in it cannot be read: half of one would read as "nothing known"
 */
export function readFeeds(folder: string): Feeds {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new StartError(`CYBORUX_FEEDS names ${folder}, which is no folder.`);
  }
  const libraries = readLibraries(join(folder, 'retire-js', 'jsrepository-v5.json'));
  const fingerprints = readFingerprints(join(folder, 'recog', 'xml'));
  return { ...(libraries && { libraries }), ...(fingerprints && { fingerprints }) };
}

function readLibraries(path: string): Feeds['libraries'] {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return undefined;
  return read(path, (text) => loadLibraries(JSON.parse(text)));
}

function readFingerprints(folder: string): Feeds['fingerprints'] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return undefined;
  const names = readdirSync(folder).filter((name) => HTTP_FINGERPRINTS.test(name));
  return names.sort().map((name) => read(join(folder, name), loadFingerprints));
}

function read<T>(path: string, parse: (text: string) => T): T {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const [reason] = (error as Error).message.split('\n', 1);
    throw new StartError(`CYBORUX_FEEDS has ${path}, which cannot be read: ${reason?.slice(0, 200)}`);
  }
}
