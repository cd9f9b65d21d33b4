import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { STARTTLS_PROTOCOLS, type StarttlsProtocol, starttlsSteps } from './tls-starttls.ts';

const names = { host: 'mail.example.com', client: 'probe.example' };
const hex = (text: string) => Buffer.from(text, 'hex').toString('latin1');
const features =
  "<?xml version='1.0'?><stream:stream><stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
/** HandshakeV10 of MySQL with CLIENT_SSL, and without. */
const greeting = (capabilities: string) =>
  hex(`1e0000000a382e3000010000003132333435363738 00${capabilities}`.replace(' ', '')) + '.'.repeat(12);

/** What the server says at each step, and how the last is read. */
const talks: readonly [StarttlsProtocol, string, readonly string[], string][] = [
  [
    'smtp',
    'agrees',
    ['220 mail ESMTP\r\n', '250-mail\r\n250-PIPELINING\r\n250 STARTTLS\r\n', '220 Go\r\n'],
    'agreed',
  ],
  ['smtp', 'offers none', ['220 mail\r\n', '250-mail\r\n250 PIPELINING\r\n'], 'refused'],
  ['smtp', 'turns away', ['554 no\r\n'], 'refused'],
  ['smtp', 'is in the middle of its banner', ['220-mail\r\n220-so'], 'more'],
  ['smtp', 'is an SSH server', ['SSH-2.0-OpenSSH\r\n'], 'other-protocol'],
  ['ftp', 'agrees', ['220-Hello\r\n220 ready\r\n', '234 AUTH\r\n'], 'agreed'],
  ['ftp', 'knows no AUTH', ['220 ready\r\n', '500 what\r\n'], 'refused'],
  ['imap', 'agrees', ['* OK IMAP4rev1\r\n', 'a1 OK begin\r\n'], 'agreed'],
  ['imap', 'refuses', ['* OK IMAP4rev1\r\n', 'a1 BAD no\r\n'], 'refused'],
  ['pop3', 'agrees', ['+OK\r\n', '+OK\r\n'], 'agreed'],
  ['pop3', 'refuses', ['+OK\r\n', '-ERR\r\n'], 'refused'],
  ['sieve', 'agrees', ['"IMPLEMENTATION" "x"\r\n"STARTTLS"\r\nOK\r\n', 'OK go\r\n'], 'agreed'],
  ['xmpp-client', 'agrees', [features, "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"], 'agreed'],
  ['xmpp-client', 'offers none', ['<stream:stream><stream:features></stream:features>'], 'refused'],
  ['xmpp-server', 'fails', [features, '<failure/></stream:stream>'], 'refused'],
  ['ldap', 'agrees', [hex('300c02010178070a010004000400')], 'agreed'],
  ['ldap', 'refuses', [hex('300c02010178070a010204000400')], 'refused'],
  ['ldap', 'is a web server', ['HTTP/1.1 400'], 'other-protocol'],
  ['postgresql', 'agrees', ['S'], 'agreed'],
  ['postgresql', 'refuses', ['N'], 'refused'],
  ['mysql', 'agrees', [greeting('00080000')], 'agreed'],
  ['mysql', 'has no TLS', [greeting('00000000')], 'refused'],
  ['mysql', 'lets us not in', [hex('1000000 0ff6a04'.replace(' ', ''))], 'refused'],
];

for (const [protocol, what, says, expected] of talks) {
  test(`${protocol}: a server that ${what}`, () => {
    const steps = starttlsSteps(protocol, names);
    const readings = says.map((text, index) => steps[index]?.read(Buffer.from(text, 'latin1')));
    assert.equal(readings.at(-1), expected);
    for (const reading of readings.slice(0, -1)) assert.equal(reading, 'agreed');
  });
}

test('nothing at all asks for more, or goes on', () => {
  for (const protocol of STARTTLS_PROTOCOLS) {
    assert.equal(starttlsSteps(protocol, names)[0]?.read(Buffer.alloc(0)), 'more', protocol);
  }
});

test('a host name cannot break out of the stream header', () => {
  const [first] = starttlsSteps('xmpp-client', { ...names, host: "a'><evil" });
  assert.match(String(first?.send), /to='aevil' version/);
});

test('arbitrary bytes are read without a fault', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 100 }),
      fc.constantFrom(...STARTTLS_PROTOCOLS),
      (noise, protocol) => {
        for (const step of starttlsSteps(protocol, names)) step.read(Buffer.from(noise));
      },
    ),
  );
});
