import { type Endpoint, flag, list, metadata, part, readable, text, wholeNumber } from './endpoint.ts';
import { type Customer, newId, type Price, type Product } from './objects.ts';
import { invalid } from './problem.ts';

/** What is sold, and to whom. */
export const catalogEndpoints: readonly Endpoint[] = [
  ...readable<Product>('/v1/products', (account) => account.products, {
    active: (product, value) => String(product.active) === value,
  }),
  {
    method: 'POST',
    path: '/v1/products',
    takes: ['name', 'metadata', 'active', 'description'],
    needs: ['name'],
    answer: ({ account, fields }) =>
      account.products.add({
        id: newId('prod'),
        object: 'product',
        name: text(fields.name) ?? '',
        active: flag(fields.active, true),
        created: account.now,
        livemode: false,
        metadata: metadata(fields.metadata),
      }),
  },
  ...readable<Price>('/v1/prices', (account) => account.prices, {
    active: (price, value) => String(price.active) === value,
    product: (price, value) => price.product === value,
    type: (price, value) => price.type === value,
    lookup_keys: (price, value) => price.lookup_key !== null && list(value).includes(price.lookup_key),
  }),
  {
    method: 'POST',
    path: '/v1/prices',
    takes: [
      'currency',
      'product',
      'unit_amount',
      'recurring',
      'lookup_key',
      'metadata',
      'active',
      'nickname',
    ],
    needs: ['currency', 'product'],
    answer: ({ account, fields }) => {
      const lookupKey = text(fields.lookup_key);
      if (lookupKey !== null && account.prices.all().some((price) => price.lookup_key === lookupKey)) {
        throw invalid(`A price already uses the lookup key ${lookupKey}.`, { param: 'lookup_key' });
      }
      const amount = wholeNumber(fields.unit_amount, 0, 'unit_amount');
      const interval = text(part(fields.recurring).interval);
      if (interval !== null && interval !== 'month' && interval !== 'year') {
        throw invalid(`Invalid recurring[interval]: ${interval}`, { param: 'recurring[interval]' });
      }
      return account.prices.add({
        id: newId('price'),
        object: 'price',
        active: flag(fields.active, true),
        billing_scheme: 'per_unit',
        created: account.now,
        currency: text(fields.currency) ?? 'eur',
        livemode: false,
        lookup_key: lookupKey,
        metadata: metadata(fields.metadata),
        product: account.products.get(text(fields.product) ?? '', 'product').id,
        recurring: interval === null ? null : { interval, interval_count: 1, usage_type: 'licensed' },
        type: interval === null ? 'one_time' : 'recurring',
        unit_amount: amount,
        unit_amount_decimal: String(amount),
      });
    },
  },
  {
    method: 'POST',
    path: '/v1/prices/:id',
    takes: ['active', 'metadata', 'lookup_key', 'nickname'],
    answer: ({ account, id, fields }) => {
      const price = account.prices.get(id);
      price.active = flag(fields.active, price.active);
      price.metadata = metadata(fields.metadata, price.metadata);
      if (fields.lookup_key !== undefined) price.lookup_key = text(fields.lookup_key);
      return price;
    },
  },
  ...readable<Customer>('/v1/customers', (account) => account.customers, {
    email: (customer, value) => customer.email === value,
  }),
  {
    method: 'POST',
    path: '/v1/customers',
    takes: ['email', 'name', 'metadata', 'description', 'test_clock'],
    answer: ({ account, fields }) => {
      const customer: Customer = {
        id: newId('cus'),
        object: 'customer',
        balance: 0,
        created: account.now,
        delinquent: false,
        email: text(fields.email),
        livemode: false,
        metadata: metadata(fields.metadata),
        name: text(fields.name),
      };
      account.fire('customer.created', account.customers.add(customer));
      return customer;
    },
  },
  {
    method: 'POST',
    path: '/v1/customers/:id',
    takes: ['email', 'name', 'metadata', 'description'],
    answer: ({ account, id, fields }) => {
      const customer = account.customers.get(id);
      if (fields.email !== undefined) customer.email = text(fields.email);
      if (fields.name !== undefined) customer.name = text(fields.name);
      customer.metadata = metadata(fields.metadata, customer.metadata);
      account.fire('customer.updated', customer);
      return customer;
    },
  },
  {
    method: 'DELETE',
    path: '/v1/customers/:id',
    takes: [],
    answer: ({ account, id }) => {
      const customer = account.customers.get(id);
      account.customers.remove(id);
      account.fire('customer.deleted', customer);
      return { id, object: 'customer', deleted: true };
    },
  },
];
