/** First line of every document that is made from the code. */
export const GENERATED = '<!-- Made by `npm run docs` from the code. -->\n';

/** Text as one cell of a table. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}
