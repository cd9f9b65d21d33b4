import { defineSource, hostFinder, SourceError } from '../source.ts';

/** With status 200, in place of the list. */
const SPENT = /^API count exceeded/i;
const NOTHING = /^(?:no (?:dns )?(?:a )?records found|no results found)/i;
/** A line is a name and its address; the keyless list ends at 50 names of a large domain without a word. */
const LINE = /^[^,\s]{1,255},[0-9a-f.:]{0,45}$/i;
const CUT_LINES = 50;

export const hackertarget = defineSource({
  id: 'hackertarget',
  title: 'HackerTarget',
  homepage: 'https://hackertarget.com/find-dns-host-records/',
  credential: {
    optional: true,
    howToGet: 'A membership of https://hackertarget.com/ shows a key; without one the lists are short.',
  },
  requestsPerMinute: 20,
  yields: ['FQDN'],
  async *query(target, tools) {
    const query = new URLSearchParams({
      q: target.name,
      ...(tools.key !== undefined && { apikey: tools.key }),
    });
    const text = await tools.http.text(`https://api.hackertarget.com/hostsearch/?${query}`);
    if (text === null) throw new SourceError('failed', 'HackerTarget answered 404, not a list of names');
    const lines = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    const [first = ''] = lines;
    if (SPENT.test(first))
      throw new SourceError('limited', 'HackerTarget answers no more today without a key');
    if (/invalid api key/i.test(first)) {
      throw new SourceError('failed', 'HackerTarget does not take the key', { keyRefused: true });
    }
    if (NOTHING.test(first)) return;
    const listed = lines.filter((line) => LINE.test(line));
    // "error check your search parameter" and whatever else it may say.
    if (listed.length === 0)
      throw new SourceError('failed', 'HackerTarget answered something else than a list');
    if (listed.length < lines.length)
      tools.incomplete(`${lines.length - listed.length} lines are of another form`);
    yield* hostFinder(target, tools)(listed.map((line) => line.slice(0, line.indexOf(','))));
    if (tools.key === undefined && listed.length >= CUT_LINES) {
      tools.incomplete(`without a key it tells ${CUT_LINES} names and no more`);
    }
  },
});
