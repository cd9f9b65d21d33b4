/** The rows of letters and digits, from the top; each row stands half a key to the right of the one above. */
const LAYOUTS: readonly (readonly string[])[] = [
  ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'],
  ['1234567890', 'qwertzuiop', 'asdfghjkl', 'yxcvbnm'],
  ['1234567890', 'azertyuiop', 'qsdfghjklm', 'wxcvbn'],
];

/** Where the six keys around a key stand: row and column relative to it. */
const AROUND = [
  [0, -1],
  [0, 1],
  [-1, 0],
  [-1, 1],
  [1, -1],
  [1, 0],
] as const;

/** Which keys touch a key on any of the QWERTY, QWERTZ and AZERTY layouts. */
export const NEIGHBOURS: ReadonlyMap<string, readonly string[]> = neighbours();

function neighbours(): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const rows of LAYOUTS) {
    for (const [row, keys] of rows.entries()) {
      for (const [column, key] of [...keys].entries()) {
        const around = found.get(key) ?? new Set();
        found.set(key, around);
        for (const [down, right] of AROUND) {
          const near = rows[row + down]?.[column + right];
          if (near !== undefined) around.add(near);
        }
      }
    }
  }
  return new Map([...found].map(([key, around]) => [key, [...around].sort()]));
}
