import type { Account } from './account.ts';
import { completeSession } from './checkout.ts';

export interface PageAnswer {
  status: number;
  html: string;
  location?: string;
}

/** The pages that a person is sent to: one to pay on, one where the portal would be. Null: no page has this path. */
export function answerPage(account: Account, method: string, path: string): PageAnswer | null {
  const [, kind, id = '', act] = path.split('/');
  if (kind === 'portal' && account.portalSessions.find(id)) {
    return { status: 200, html: page('Customer portal', '<p>Here a customer manages the subscription.</p>') };
  }
  const session = kind === 'checkout' ? account.sessions.find(id) : undefined;
  if (!session) return null;
  if (method === 'POST' && act === 'pay') {
    if (session.status === 'open') completeSession(account, session, 'good');
    const location = session.success_url?.replace('{CHECKOUT_SESSION_ID}', session.id);
    return { status: 303, html: '', ...(location !== undefined && { location }) };
  }
  const amount = `${(session.amount_total / 100).toFixed(2)} ${session.currency.toUpperCase()}`;
  const form = `<form method="post" action="/checkout/${session.id}/pay"><button>Pay ${amount}</button></form>`;
  return {
    status: 200,
    html: page('Checkout', session.status === 'open' ? form : `<p>${session.status}</p>`),
  };
}

function page(title: string, content: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${content}</html>`;
}
