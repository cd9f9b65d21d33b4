import type { Mail } from '../mail.ts';

/** What people get by mail. Names and addresses that they chose themselves are left out: a mail is no place for a stranger's text. */
export function verificationMail(to: string, link: string): Mail {
  return {
    to,
    link,
    subject: 'Confirm your e-mail address',
    text: `Someone, most likely you, made an account at Cyborux with this address.

To confirm that it is yours, open this link within an hour:

${link}

If it was not you, do nothing: without this the account cannot be used.
`,
  };
}

export function resetMail(to: string, link: string): Mail {
  return {
    to,
    link,
    subject: 'Set a new password',
    text: `Someone, most likely you, asked to set a new password for your account at Cyborux.

To do so, open this link within an hour:

${link}

If it was not you, do nothing: the password stays as it is.
`,
  };
}

export function existingAccountMail(to: string, link: string): Mail {
  return {
    to,
    link,
    subject: 'You have an account already',
    text: `Someone, most likely you, tried to make an account at Cyborux with this address, which has one already.

To sign in, or to set a new password, open:

${link}

If it was not you, do nothing: nothing has changed.
`,
  };
}
