import type { EntityKey } from '@cyborux/contract';

/** `192.0.2.1:443/tcp`, `[2001:db8::1]:443/tcp`. */
export function serviceName(address: string, port: number, transport: 'tcp' | 'udp' = 'tcp'): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}/${transport}`;
}

export function serviceKey(address: string, port: number): EntityKey {
  return `Service:${serviceName(address, port)}`;
}
