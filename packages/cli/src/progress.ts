import type { Writable } from 'node:stream';
import type { ScanEvent } from '@cyborux/contract';
import { SingleBar } from 'cli-progress';

const PHASES: Record<string, string> = {
  discover: 'discovering',
  observe: 'observing',
  judge: 'judging',
};

/** An analysis under way, on a terminal as a bar, elsewhere as a line per phase. */
export class Progress {
  readonly #bar: SingleBar | null;
  readonly #out: Writable;
  readonly #seen = { names: new Set<string>(), addresses: new Set<string>(), services: new Set<string>() };
  #findings = 0;
  #phase = 'starting';

  constructor(out: Writable & { isTTY?: boolean }) {
    this.#out = out;
    this.#bar =
      out.isTTY === true
        ? new SingleBar({
            stream: out,
            format:
              '  {phase} \u001b[36m{bar}\u001b[0m {percentage} %   {names} names · {addresses} addresses · {services} services{found}',
            barCompleteChar: '━',
            barIncompleteChar: '─',
            barsize: 28,
            hideCursor: true,
            clearOnComplete: true,
            fps: 20,
          })
        : null;
    this.#bar?.start(100, 0, this.#payload());
  }

  add(event: ScanEvent): void {
    if (event.type === 'phase') this.#enter(event.phase);
    if (event.type === 'finding') this.#findings += 1;
    if (event.type === 'entity') this.#count(event.entity);
    if (event.type === 'progress')
      this.#bar?.update(Math.floor((100 * event.done) / event.total), this.#payload());
    else this.#bar?.update(this.#payload());
  }

  end(): void {
    this.#bar?.stop();
  }

  #count({ kind, name }: { kind: string; name: string }): void {
    if (kind === 'FQDN') this.#seen.names.add(name);
    if (kind === 'IPAddress') this.#seen.addresses.add(name);
    if (kind === 'Service') this.#seen.services.add(name);
  }

  #enter(phase: string): void {
    this.#phase = PHASES[phase] ?? phase;
    if (this.#bar === null) this.#out.write(`${this.#phase} ...\n`);
  }

  #payload(): Record<string, string> {
    return {
      phase: this.#phase.padEnd(11),
      names: String(this.#seen.names.size),
      addresses: String(this.#seen.addresses.size),
      services: String(this.#seen.services.size),
      found: this.#findings === 0 ? '' : ` · ${this.#findings} findings`,
    };
  }
}
