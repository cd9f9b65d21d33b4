import { type Account, findAnything, type Shelves } from './account.ts';
import { catalogEndpoints } from './catalog-endpoints.ts';
import { checkoutEndpoints } from './checkout-endpoints.ts';
import { checkFields, type Endpoint, list } from './endpoint.ts';
import { expand } from './expand.ts';
import { parseForm } from './form-body.ts';
import { paymentEndpoints } from './payment-endpoints.ts';
import { bodyOf, invalid, StripeProblem } from './problem.ts';
import type { Answer } from './replays.ts';
import { subscriptionEndpoints } from './subscription-endpoints.ts';

const ENDPOINTS: readonly Endpoint[] = [
  ...catalogEndpoints,
  ...checkoutEndpoints,
  ...subscriptionEndpoints,
  ...paymentEndpoints,
];

export interface ApiRequest {
  method: string;
  /** Without the query. */
  path: string;
  /** The query of a GET, the body of a POST. */
  form: string;
  version: string | undefined;
}

const VERSION = /^\d{4}-\d{2}-\d{2}(?:\.[a-z]+)?$/;

/** What the API answers; whatever goes wrong is told in Stripe's shape. */
export function answerApi(account: Account, shelves: Shelves, request: ApiRequest): Answer {
  try {
    const { version } = request;
    if (version !== undefined && !VERSION.test(version))
      throw invalid(`Invalid Stripe API version: ${version}`);
    const { endpoint, id } = findEndpoint(request);
    const fields = parseForm(request.form);
    checkFields(endpoint, fields);
    const paths = list(fields.expand).map(String);
    const body = expand(endpoint.answer({ account, id, fields }), paths, (each) =>
      findAnything(shelves, each),
    );
    return { status: 200, body };
  } catch (error) {
    if (!(error instanceof StripeProblem)) throw error;
    return { status: error.status, body: bodyOf(error) };
  }
}

function findEndpoint({ method, path }: ApiRequest): { endpoint: Endpoint; id: string } {
  const parts = path.split('/');
  for (const endpoint of ENDPOINTS) {
    const pattern = endpoint.path.split('/');
    if (endpoint.method !== method || pattern.length !== parts.length) continue;
    if (!pattern.every((part, index) => part === ':id' || part === parts[index])) continue;
    return { endpoint, id: decodeURIComponent(parts[pattern.indexOf(':id')] ?? '') };
  }
  throw new StripeProblem(404, 'invalid_request_error', `Unrecognized request URL (${method}: ${path}).`);
}
