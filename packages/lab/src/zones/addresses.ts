/** Parts of the lab's networks that nobody else uses: `[from, to]` of the last octet, or the start of an IPv6 block. */
const FREE = {
  /** AS 64499. */
  registry: { prefix: '198.51.100.', from: 20, to: 126 },
  /** AS 64500. */
  cloud: { prefix: '198.51.100.', from: 170, to: 254 },
  /** AS 64501. */
  telecom: { prefix: '203.0.113.', from: 90, to: 126 },
  /** AS 64502. */
  colo: { prefix: '203.0.113.', from: 211, to: 254 },
  /** AS 64498. */
  cdn: { prefix: '192.0.2.', from: 145, to: 254 },
  /** AS 64496. */
  hosting6: { prefix: '2001:db8:1:f::', from: 1, to: 9_999 },
  /** AS 64501. */
  telecom6: { prefix: '2001:db8:3:f::', from: 1, to: 9_999 },
} as const;

export type FreeNetwork = keyof typeof FREE;

/** Hands out each address once, in order. */
export type Addresses = (network: FreeNetwork) => string;

export function createAddresses(): Addresses {
  const taken = new Map<FreeNetwork, number>();
  return (network) => {
    const { prefix, from, to } = FREE[network];
    const next = taken.get(network) ?? from;
    if (next > to) throw new RangeError(`no address is left in ${network}`);
    taken.set(network, next + 1);
    // Decimal digits read as hexadecimal ones: each is an address of its own.
    return `${prefix}${next}`;
  };
}
