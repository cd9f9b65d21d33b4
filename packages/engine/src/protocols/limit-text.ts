const LIMIT = new RegExp(
  [
    'quota',
    'rate[ _-]?limit\\w*',
    'too many (?:requests|queries)',
    '(?:api count|limits?|credits?|queries|requests) (?:(?:is|are|has been|have been) )?(?:exceeded|reached|exhausted|used up)',
    'exceeded (?:the|your)',
    '(?:insufficient|not enough|no) (?:\\w+ )?credits?',
  ]
    .map((words) => `\\b(?:${words})\\b`)
    .join('|'),
  'i',
);

/** Do the words of a third party say that what it allows is used up? */
export function isLimitText(text: string): boolean {
  return LIMIT.test(text.slice(0, 2_000));
}
