import { describeServer } from '@cyborux/server';

/** The document that a server answers at `/api/openapi.json`. */
export async function openapiDocument(): Promise<string> {
  return `${JSON.stringify(await describeServer('0.1.0'), null, 2)}\n`;
}
