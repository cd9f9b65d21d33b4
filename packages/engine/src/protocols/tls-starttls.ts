/** Protocols that go over to TLS on a connection that begins in the clear. */
export const STARTTLS_PROTOCOLS = [
  'smtp',
  'imap',
  'pop3',
  'ftp',
  'xmpp-client',
  'xmpp-server',
  'ldap',
  'postgresql',
  'mysql',
  'sieve',
] as const;
export type StarttlsProtocol = (typeof STARTTLS_PROTOCOLS)[number];

/** What the server's octets so far mean for a step. `refused`: it speaks the protocol, and will not do TLS. */
export type StepReading = 'more' | 'agreed' | 'refused' | 'other-protocol';

/** One turn of the talk: what is sent, if anything, and how the reply is read. */
export interface StarttlsStep {
  send: Buffer | null;
  read(reply: Buffer): StepReading;
}

/** What the protocols want to know of us and of whom we call. */
export interface StarttlsNames {
  /** Of the server: XMPP's `to`. */
  host: string;
  /** Of ourselves: SMTP's EHLO. */
  client: string;
}

/** The talk up to where the ClientHello goes. */
export function starttlsSteps(protocol: StarttlsProtocol, names: StarttlsNames): readonly StarttlsStep[] {
  if (protocol === 'smtp') {
    return [
      step(null, numbered(/^220$/)),
      step(line(`EHLO ${names.client}`), afterNumbered(/^250$/, /^250[ -]STARTTLS\s*$/im)),
      step(line('STARTTLS'), numbered(/^220$/)),
    ];
  }
  if (protocol === 'ftp') return [step(null, numbered(/^220$/)), step(line('AUTH TLS'), numbered(/^234$/))];
  if (protocol === 'imap') {
    return [
      step(null, lineOf(/^\* OK/i, /^\* /)),
      step(line('a1 STARTTLS'), lineOf(/^a1 OK/im, /^a1 (?:NO|BAD)/im)),
    ];
  }
  if (protocol === 'pop3') {
    return [step(null, lineOf(/^\+OK/, /^-ERR/)), step(line('STLS'), lineOf(/^\+OK/, /^-ERR/))];
  }
  if (protocol === 'sieve') {
    return [
      step(null, lineOf(/^OK/im, /^(?:NO|BYE)/im)),
      step(line('STARTTLS'), lineOf(/^OK/im, /^(?:NO|BYE)/im)),
    ];
  }
  if (protocol === 'xmpp-client') return xmpp('jabber:client', names.host);
  if (protocol === 'xmpp-server') return xmpp('jabber:server', names.host);
  if (protocol === 'ldap') return [step(LDAP_STARTTLS, readLdap)];
  if (protocol === 'postgresql') return [step(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]), readPostgresql)];
  return [step(null, readMysqlGreeting), step(MYSQL_SSL_REQUEST, () => 'agreed')];
}

function step(send: Buffer | null, read: StarttlsStep['read']): StarttlsStep {
  return { send, read };
}

function line(text: string): Buffer {
  return Buffer.from(`${text}\r\n`, 'latin1');
}

/** Replies of SMTP and FTP: the last line has a space after its code (RFC 5321 section 4.2.1, RFC 959 section 4.2). */
function numbered(expected: RegExp): StarttlsStep['read'] {
  return (reply) => {
    const last = lastLine(reply);
    if (typeof last !== 'object') return last;
    return expected.test(last.code) ? 'agreed' : 'refused';
  };
}

function afterNumbered(expected: RegExp, offer: RegExp): StarttlsStep['read'] {
  return (reply) => {
    const reading = numbered(expected)(reply);
    return reading === 'agreed' && !offer.test(reply.toString('latin1')) ? 'refused' : reading;
  };
}

function lastLine(reply: Buffer): { code: string } | 'more' | 'other-protocol' {
  const lines = reply.toString('latin1').split('\n');
  const whole = lines.slice(0, -1);
  // What is no code is a line between the first and the last of FTP.
  if (reply.length > 0 && !/^[0-9]{0,3}(?:[ -]|$)/.test(lines[0]?.trimEnd().slice(0, 4) ?? ''))
    return 'other-protocol';
  const last = whole.findLast((each) => /^[0-9]{3}(?: |\r?$)/.test(each));
  return last === undefined ? 'more' : { code: last.slice(0, 3) };
}

function lineOf(yes: RegExp, no: RegExp): StarttlsStep['read'] {
  return (reply) => {
    const text = reply.toString('latin1');
    if (!text.includes('\n')) return 'more';
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (yes.test(whole)) return 'agreed';
    if (no.test(whole)) return 'refused';
    return /^(?:\*|"|\+|a1|[A-Z])/.test(whole) ? 'more' : 'other-protocol';
  };
}

/** RFC 6120 section 5.4. */
function xmpp(namespace: string, host: string): readonly StarttlsStep[] {
  const to = host.replaceAll(/[<>&'"]/g, '');
  const opening = `<?xml version='1.0'?><stream:stream xmlns='${namespace}' xmlns:stream='http://etherx.jabber.org/streams' to='${to}' version='1.0'>`;
  const read =
    (agreed: string, end: string): StarttlsStep['read'] =>
    (reply) => {
      const text = reply.toString('utf8');
      if (!'<'.startsWith(text.trimStart().slice(0, 1))) return 'other-protocol';
      if (text.includes(agreed)) return 'agreed';
      return ['</stream:stream>', '<failure', end].some((sign) => text.includes(sign)) ? 'refused' : 'more';
    };
  return [
    step(Buffer.from(opening), read('<starttls', '</stream:features>')),
    step(Buffer.from("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"), read('<proceed', '<failure')),
  ];
}

/** ExtendedRequest 1.3.6.1.4.1.1466.20037 (RFC 4511 section 4.14). */
const LDAP_STARTTLS = Buffer.concat([
  Buffer.from('301d02010177188016', 'hex'),
  Buffer.from('1.3.6.1.4.1.1466.20037'),
]);

/** LDAPMessage { messageID, [APPLICATION 24] ExtendedResponse { ENUMERATED resultCode ... } }. */
function readLdap(reply: Buffer): StepReading {
  if (reply.length === 0) return 'more';
  if (reply[0] !== 0x30) return 'other-protocol';
  if (reply.length < 7) return 'more';
  const response = reply.indexOf(0x78);
  if (response === -1) return reply.length > 32 ? 'other-protocol' : 'more';
  const code = reply.indexOf(Buffer.from([0x0a, 0x01]), response);
  if (code === -1 || code + 2 >= reply.length) return reply.length > 64 ? 'other-protocol' : 'more';
  return reply[code + 2] === 0 ? 'agreed' : 'refused';
}

/** SSLRequest is answered with one octet. */
function readPostgresql(reply: Buffer): StepReading {
  if (reply.length === 0) return 'more';
  if (reply[0] === 0x53) return 'agreed';
  return reply[0] === 0x4e || reply[0] === 0x45 ? 'refused' : 'other-protocol';
}

const MYSQL_SSL = 0x0800;

/** Capabilities: CLIENT_SSL, CLIENT_PROTOCOL_41, CLIENT_SECURE_CONNECTION; 16 MiB packets; utf8. */
const MYSQL_SSL_REQUEST = Buffer.concat([Buffer.from('20000001008a00000000000121', 'hex'), Buffer.alloc(23)]);

/** HandshakeV10: header, 10, version as a C string, thread, 8 octets of scramble, filler, lower capabilities. */
function readMysqlGreeting(reply: Buffer): StepReading {
  if (reply.length < 5) return 'more';
  const end = 4 + reply.readUIntLE(0, 3);
  // An ERR packet: too many connections, or a host that is not let in.
  if (reply[4] === 0xff) return 'refused';
  if (reply[4] !== 10 || end > 1024) return 'other-protocol';
  if (reply.length < end) return 'more';
  const name = reply.indexOf(0, 5);
  const at = name + 1 + 4 + 8 + 1;
  if (name === -1 || at + 2 > end) return 'other-protocol';
  return (reply.readUInt16LE(at) & MYSQL_SSL) === 0 ? 'refused' : 'agreed';
}
