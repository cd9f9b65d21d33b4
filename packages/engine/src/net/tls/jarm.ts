import { randomBytes } from 'node:crypto';
import { type Unknown, unknown } from '@cyborux/contract';
import { createFlightReader } from '../../protocols/tls-flight.ts';
import { encodeJarmHello, JARM_PROBES, jarmAnswer, jarmHash } from '../../protocols/tls-jarm.ts';
import { type Inquiry, readFlight } from './ask.ts';

/** The ten hellos of JARM. Silence to one of them leaves the whole unknown. */
export async function surveyJarm(inquiry: Inquiry): Promise<string | Unknown> {
  const { servername, address, host } = inquiry.target;
  const answers = await Promise.all(
    JARM_PROBES.map((probe) =>
      inquiry.talk(async (open) => {
        const { message, bytes } = encodeJarmHello(probe, servername ?? address ?? host, randomBytes(96));
        const reader = createFlightReader(message);
        open.send(bytes);
        await readFlight(open, reader, 'hello');
        return { state: 'said' as const, answer: jarmAnswer(reader.flight.hello) };
      }),
    ),
  );
  const said = answers.flatMap((outcome) => (outcome.state === 'said' ? [outcome.answer] : []));
  return said.length === JARM_PROBES.length
    ? jarmHash(said)
    : unknown('timeout', 'Not all hellos were answered.');
}
