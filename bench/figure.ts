/** One measured value, beside the same of a peer where there is one. `ratio` is ours through the peer's. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  peer?: string;
  peer_value?: number;
  ratio?: number;
}

/** A value beside the peer's, measured in the same run. */
export function compared(name: string, value: number, unit: string, peer: string, peerValue: number): Figure {
  return {
    name,
    value: rounded(value),
    unit,
    peer,
    peer_value: rounded(peerValue),
    ratio: rounded(value / peerValue),
  };
}

/** A table for people, or a line of JSON for each figure. */
export function printFigures(figures: readonly Figure[], json: boolean): void {
  if (json) {
    for (const figure of figures) process.stdout.write(`${JSON.stringify(figure)}\n`);
    return;
  }
  const cells = figures.map((figure) => [
    figure.name,
    `${figure.value} ${figure.unit}`,
    figure.peer === undefined ? '' : `${figure.peer} ${figure.peer_value} ${figure.unit}`,
    figure.ratio === undefined ? '' : `${figure.ratio}x`,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...cells.map((row) => row[column]?.length ?? 0)));
  for (const row of cells) {
    process.stdout.write(
      `${row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('   ')
        .trimEnd()}\n`,
    );
  }
}

export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** The smallest value that the given share of the values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
