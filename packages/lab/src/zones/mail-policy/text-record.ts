/** RFC 1035 section 3.3.14: a character-string has 255 octets at most. */
const MAX_STRING = 250;

/** A line of a zone file with a TXT record, in as many strings as it takes. */
export function textRecord(owner: string, text: string): string {
  const strings = text.match(new RegExp(`.{1,${MAX_STRING}}`, 'g')) ?? [''];
  return `${owner} 300 TXT ${strings.map((each) => `"${each}"`).join(' ')}`;
}
