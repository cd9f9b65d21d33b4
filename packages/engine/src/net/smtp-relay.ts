import { unknown } from '@cyborux/contract';
import type { RelayAnswer } from '../net.ts';
import type { SmtpChannel } from './smtp-channel.ts';
import { printReply, type SmtpReply } from './smtp-reply.ts';

/**
 * Nobody's mailbox: the name is reserved (RFC 2606 section 3), and its owner takes no mail (RFC 7505). It exists in the
 * DNS all the same, so that a server which looks names up refuses it for one reason alone: that it does not relay.
 */
const FOREIGN = 'relay-test@example.com';

/** Asks whether mail for a stranger would be taken, gives it up and takes leave. No message is ever sent. */
export async function askRelay(channel: SmtpChannel): Promise<RelayAnswer> {
  const sender = await channel.ask('MAIL FROM:<>');
  if (!isReply(sender)) return unknown('failed', 'The connection ended before a recipient was named.');
  if (!isYes(sender)) {
    channel.send('QUIT');
    return unknown('refused', `The empty sender was refused: ${printReply(sender)}`);
  }
  const recipient = await channel.ask(`RCPT TO:<${FOREIGN}>`);
  if (!isReply(recipient)) return unknown('failed', 'The connection ended at the recipient.');
  // In one write, for the connection ends right behind it.
  channel.send('RSET\r\nQUIT');
  const reply = printReply(recipient);
  if (isYes(recipient)) return { state: 'accepted', reply };
  if (recipient.code >= 500) return { state: 'refused', reply };
  return unknown('refused', `Neither yes nor no: ${reply}`);
}

function isReply(answer: SmtpReply | 'malformed' | null): answer is SmtpReply {
  return answer !== null && answer !== 'malformed';
}

/** RFC 5321 section 3.5.3: 252 is no promise. */
function isYes({ code }: SmtpReply): boolean {
  return code === 250 || code === 251;
}
