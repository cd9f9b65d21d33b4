import { makeKeys } from '../packages/engine/src/net/tls/testing/openssl-server.ts';
import { surveyed } from '../packages/engine/src/net/tls/testing/survey-port.ts';
import { compared, type Figure, percentile, rounded } from './figure.ts';
import { isInstalled, ourFacts, sslscan, type TlsFactSet, testssl } from './tls-peers.ts';
import { type BenchServer, startServers } from './tls-servers.ts';

const ROUNDS = 7;
/** The one server that testssl.sh is run against: it takes minutes for each. */
const FOR_TESTSSL = 'openssl-modern';

/**
 * The survey beside sslscan and testssl.sh on the same local servers: wall time, and the facts that both tell. `missing`:
 * the peer tells it, we do not; `extra`: the other way round. Each difference goes to stderr by name.
 */
export async function tls(): Promise<Figure[]> {
  const keys = makeKeys();
  const servers = await startServers(keys);
  const hasSslscan = isInstalled('sslscan');
  if (!hasSslscan) process.stderr.write('sslscan is not installed (apt-get install sslscan): ours alone.\n');
  try {
    const figures: Figure[] = [];
    for (const server of servers) {
      figures.push(...(hasSslscan ? await besideSslscan(server) : [await alone(server)]));
    }
    const one = servers.find(({ name }) => name === FOR_TESTSSL);
    if (one !== undefined) figures.push(...(await besideTestssl(one, keys.path)));
    return figures;
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    keys[Symbol.dispose]();
  }
}

const survey = (port: number) => surveyed(port, { servername: 'www.acme.test' });

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const startedAt = performance.now();
  const result = await work();
  return { ms: performance.now() - startedAt, result };
}

async function alone({ name, port }: BenchServer): Promise<Figure> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push((await timed(() => survey(port))).ms);
  return { name: `tls.${name}.wall`, value: rounded(percentile(times, 0.5)), unit: 'ms' };
}

/** In turn, so that what else the machine does meets both. */
async function besideSslscan({ name, port }: BenchServer): Promise<Figure[]> {
  const [ours, theirs]: [number[], number[]] = [[], []];
  let facts: [TlsFactSet, TlsFactSet] = [new Set(), new Set()];
  let connections = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const [own, peer] = [await timed(() => survey(port)), await timed(() => sslscan(port))];
    ours.push(own.ms);
    theirs.push(peer.ms);
    facts = [ourFacts(own.result), peer.result];
    connections = own.result.connections;
  }
  return [
    compared(`tls.${name}.wall`, percentile(ours, 0.5), 'ms', 'sslscan', percentile(theirs, 0.5)),
    ...difference(`tls.${name}`, 'sslscan', ...facts),
    { name: `tls.${name}.connections`, value: connections, unit: '' },
  ];
}

async function besideTestssl({ name, port }: BenchServer, folder: string): Promise<Figure[]> {
  if (!isInstalled('testssl')) {
    process.stderr.write('testssl.sh is not installed (apt-get install testssl.sh).\n');
    return [];
  }
  const own = await timed(() => survey(port));
  const peer = await timed(() => testssl(port, folder));
  const protocols = new Set([...ourFacts(own.result)].filter((fact) => fact.startsWith('protocol')));
  return [
    compared(`tls.${name}.testssl.wall`, own.ms, 'ms', 'testssl.sh', peer.ms),
    ...difference(`tls.${name}.testssl`, 'testssl.sh', protocols, peer.result),
  ];
}

function difference(name: string, peer: string, ours: TlsFactSet, theirs: TlsFactSet): Figure[] {
  const missing = [...theirs].filter((fact) => !ours.has(fact));
  const extra = [...ours].filter((fact) => !theirs.has(fact));
  for (const fact of missing) process.stderr.write(`${name}: ${peer} alone: ${fact}\n`);
  for (const fact of extra) process.stderr.write(`${name}: ours alone: ${fact}\n`);
  return [
    { name: `${name}.facts`, value: ours.size, unit: '', peer, peer_value: theirs.size },
    { name: `${name}.missing`, value: missing.length, unit: '' },
    { name: `${name}.extra`, value: extra.length, unit: '' },
  ];
}
