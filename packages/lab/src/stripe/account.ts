import type {
  Charge,
  CheckoutSession,
  Customer,
  Dispute,
  Invoice,
  InvoicePayment,
  PaymentIntent,
  PortalSession,
  Price,
  Product,
  Refund,
  SessionPlan,
  StripeEvent,
  Subscription,
  TestClock,
} from './objects.ts';
import { missing } from './problem.ts';

/** Objects of one kind by id, oldest first. */
export class Shelf<T extends { id: string; object: string }> {
  readonly #kind: string;
  readonly #objects = new Map<string, T>();

  constructor(kind: string) {
    this.#kind = kind;
  }

  add(object: T): T {
    this.#objects.set(object.id, object);
    return object;
  }

  find(id: string): T | undefined {
    return this.#objects.get(id);
  }

  /** @throws StripeProblem 404 */
  get(id: string, param?: string): T {
    const object = this.#objects.get(id);
    if (!object) throw missing(this.#kind, id, param);
    return object;
  }

  remove(id: string): void {
    this.#objects.delete(id);
  }

  all(): T[] {
    return [...this.#objects.values()];
  }

  /** As lists are told: the newest first. */
  newest(): T[] {
    return this.all().reverse();
  }
}

/** Everything that the account holds. */
export interface Account {
  products: Shelf<Product>;
  prices: Shelf<Price>;
  customers: Shelf<Customer>;
  sessions: Shelf<CheckoutSession>;
  subscriptions: Shelf<Subscription>;
  invoices: Shelf<Invoice>;
  invoicePayments: Shelf<InvoicePayment>;
  paymentIntents: Shelf<PaymentIntent>;
  charges: Shelf<Charge>;
  refunds: Shelf<Refund>;
  disputes: Shelf<Dispute>;
  portalSessions: Shelf<PortalSession>;
  clocks: Shelf<TestClock>;
  events: Shelf<StripeEvent>;
  /** By session id. */
  plans: Map<string, SessionPlan>;
  /** Customers whose card is declined. */
  declined: Set<string>;
  /** Seconds since 1970; moved by hand. */
  now: number;
  /** Base of the pages that a person sees: checkout and portal. */
  pages: string;
  /** Tells what happened: to the events, and from there to the webhook endpoints. */
  fire(type: string, object: object): void;
}

export type Shelves = Omit<Account, 'plans' | 'declined' | 'now' | 'pages' | 'fire'>;

export function createShelves(): Shelves {
  return {
    products: new Shelf('product'),
    prices: new Shelf('price'),
    customers: new Shelf('customer'),
    sessions: new Shelf('checkout.session'),
    subscriptions: new Shelf('subscription'),
    invoices: new Shelf('invoice'),
    invoicePayments: new Shelf('invoice_payment'),
    paymentIntents: new Shelf('payment_intent'),
    charges: new Shelf('charge'),
    refunds: new Shelf('refund'),
    disputes: new Shelf('dispute'),
    portalSessions: new Shelf('billing_portal.session'),
    clocks: new Shelf('test_clock'),
    events: new Shelf('event'),
  };
}

/** Whatever has this id. */
export function findAnything(shelves: Shelves, id: string): object | undefined {
  const { products, prices, customers, sessions, subscriptions, invoices, paymentIntents, charges } = shelves;
  for (const shelf of [
    products,
    prices,
    customers,
    sessions,
    subscriptions,
    invoices,
    paymentIntents,
    charges,
  ]) {
    const found = shelf.find(id);
    if (found) return found;
  }
  return undefined;
}
