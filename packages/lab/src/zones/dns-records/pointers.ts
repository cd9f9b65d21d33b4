import { HOSTING_SERVERS } from '../hosting.ts';
import { mailRecords } from '../plan.ts';
import { transportPolicy } from '../transport-policy.ts';
import { type Trio, trio } from '../trio.ts';

/** It exists, and has no web site. */
const ELSEWHERE = 'ns1.hosting.test.';

/** The host `old` of a zone is an alias. */
function aliasTrio(name: string, code: string, faulty: string): Trio {
  const place = { code, at: 'old' };
  return trio({
    name,
    faults: [place],
    silent: ['old'],
    zone: ({ faulty: planted }) => ({ hosts: [{ label: 'old', alias: planted ? faulty : ELSEWHERE }] }),
  });
}

/** The zone has a third name server, or a mail exchanger, that does not exist. */
function serverTrio(name: string, codes: readonly string[], server: string): Trio {
  return trio({
    name,
    faults: codes,
    silent: ['@ NS'],
    open: ['dangling-server/ns-nowhere'],
    zone({ faulty }) {
      const ns = [...HOSTING_SERVERS.map((each) => each.name), ...(faulty ? [server] : [])];
      return { ns, delegation: [...HOSTING_SERVERS, ...(faulty ? [{ name: server }] : [])] };
    },
  });
}

/** Who takes mail is expected to say how. */
const WITHOUT_POLICY = ['mta-sts/missing', 'tls-rpt/missing'];

function exchangerTrio(name: string, codes: readonly string[], exchange: string): Trio {
  return trio({
    name,
    faults: [...codes, ...WITHOUT_POLICY],
    silent: ['@ MX'],
    open: ['dangling-server/mx-nowhere'],
    zone: ({ faulty }) => ({ usual: { mx: [`@ 300 MX 0 ${faulty ? `${exchange}.` : '.'}`] } }),
  });
}

/** Names that lead to others. */
export const pointers: readonly Trio[] = [
  trio({
    name: 'apex-alias',
    faults: ['apex-alias/alias'],
    silent: ['@ CNAME'],
    zone: ({ faulty }) => ({
      hosts: [{ label: 'www', addresses: [] }],
      records: faulty ? [`@ 300 CNAME ${ELSEWHERE}`] : [],
    }),
  }),
  aliasTrio('alias-nowhere', 'dangling-alias/nowhere', 'gone.hosting.test.'),
  aliasTrio('alias-for-sale', 'dangling-alias/registrable', 'shop.unregistered-shop.test.'),
  exchangerTrio('exchanger-nowhere', ['dangling-server/mx-nowhere'], 'gone.hosting.test'),
  exchangerTrio('exchanger-for-sale', ['dangling-server/mx-registrable'], 'mx.unregistered-mail.test'),
  trio({
    name: 'exchanger-alias',
    faults: ['mx-alias/alias'],
    silent: ['@ MX'],
    zone({ name, faulty, address }) {
      const exchangers = [`mx1.${name}`, `mx2.${name}`];
      const [first, second] = [address('cloud'), address('telecom')];
      const names = [`mx1.${name}`, `mail.${name}`];
      const { host, records } = transportPolicy(name, [...exchangers, `mail.${name}`], [address()]);
      const { mx, spf } = mailRecords(name, exchangers);
      return {
        hosts: [
          { label: 'mx1', addresses: [first] },
          { label: 'mx2', addresses: [second] },
          { label: 'mail', alias: `mx1.${name}.` },
          host,
        ],
        usual: { mx: faulty ? [`@ 300 MX 10 mail.${name}.`, ...mx.slice(1)] : mx, spf },
        records,
        mail: [
          { host: `mx1.${name}`, address: first, certificate: { names } },
          { host: `mx2.${name}`, address: second },
        ],
      };
    },
  }),
  serverTrio(
    'server-nowhere',
    ['dangling-server/ns-nowhere', 'name-server-address/unresolvable'],
    'ns9.hosting.test',
  ),
  serverTrio(
    'server-for-sale',
    ['dangling-server/ns-registrable', 'name-server-address/unresolvable'],
    'ns1.unregistered-dns.test',
  ),
];
