import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Claims {
  sub: string;
  email: string;
  email_verified: boolean;
  name: string;
}

/** An OpenID Connect provider on loopback that lets in whoever it is told to (Core 1.0, code flow with PKCE). */
export async function startIdentityProvider() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const state = { down: false };
  const codes = new Map<string, { claims: Claims; nonce: string | null }>();
  const server = createServer(async (request, response) => {
    const answer = (value: unknown, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const path = request.url?.split('?', 1)[0];
    if (state.down) return answer({}, 503);
    if (path === '/.well-known/openid-configuration') {
      return answer({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
      });
    }
    if (path === '/keys') {
      return answer({
        keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }],
      });
    }
    let body = '';
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    const granted = codes.get(form.get('code') ?? '');
    if (path !== '/token' || !granted || !form.get('code_verifier'))
      return answer({ error: 'invalid_grant' }, 400);
    codes.delete(form.get('code') ?? '');
    const now = Math.floor(Date.now() / 1000);
    const { claims, nonce } = granted;
    return answer({
      access_token: randomBytes(16).toString('hex'),
      token_type: 'Bearer',
      expires_in: 60,
      id_token: jwt({ iss: issuer, aud: 'cyborux', iat: now, exp: now + 60, nonce, ...claims }),
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function jwt(claims: object): string {
    const text = [{ alg: 'RS256', kid: 'k1', typ: 'JWT' }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${text}.${createSign('sha256').update(text).sign(privateKey, 'base64url')}`;
  }

  return {
    issuer,
    /** While `down` it answers 503. */
    state,
    /** What the browser is sent back to when the person has signed in there. */
    authorize(url: string, claims: Claims): string {
      const asked = new URL(url).searchParams;
      const code = randomBytes(16).toString('hex');
      codes.set(code, { claims, nonce: asked.get('nonce') });
      const back = new URL(asked.get('redirect_uri') ?? '');
      back.searchParams.set('code', code);
      back.searchParams.set('state', asked.get('state') ?? '');
      return back.href;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
