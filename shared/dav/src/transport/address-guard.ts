/**
 * Keeps user-given URLs away from the operator's own network. The check happens on the addresses the socket is about to
 * use, so neither a redirect nor a name that resolves differently the second time gets around it.
 */
import { lookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';

export const guardCode = 'ADDRESS_NOT_ALLOWED';

export interface AddressGuard {
  readonly allowPrivateAddresses: boolean;
  readonly connectTimeout: number;
  /** DNS; a test's own where given. */
  readonly resolve?: Resolve;
}

export type Resolve = (
  hostname: string,
  answer: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

/** An undici connector that refuses private, local and otherwise special addresses, and ports of other protocols. */
export function createGuardedConnector(guard: AddressGuard): buildConnector.connector {
  const connect = buildConnector({
    timeout: guard.connectTimeout,
    allowH2: false,
    ...(guard.allowPrivateAddresses ? {} : { lookup: guardedLookup(guard.resolve ?? resolveAll) }),
  });
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    // A lookup is never asked about a literal address.
    const refused =
      !guard.allowPrivateAddresses &&
      ((isIP(host) !== 0 && !isPublicAddress(host)) ||
        !isAllowedPort(Number(options.port || 0), options.protocol));
    if (refused) callback(notAllowed(), null);
    else connect(options, callback);
  };
}

/** False for loopback, private, link-local, shared, multicast, documentation and translated ranges (RFC 6890). */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !specialV4.check(address, 'ipv4');
  if (family !== 6) return false;
  return !specialV6.check(address, 'ipv6');
}

/** Every address must be public: a mixed answer is how rebinding begins. */
function guardedLookup(resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      const first = addresses[0];
      if (error !== null || first === undefined) {
        callback(error ?? notFound(), '');
      } else if (!addresses.every(({ address }) => isPublicAddress(address))) {
        callback(notAllowed(), '');
      } else if (options.all === true) {
        callback(null, [...addresses]);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
}

const resolveAll: Resolve = (hostname, answer) => {
  lookup(hostname, { all: true }, (error, addresses) => answer(error, error === null ? addresses : []));
};

/** HTTP lives on 80, 443 and the unprivileged ports; databases and queues live there too. */
function isAllowedPort(port: number, protocol: string): boolean {
  const effective = port === 0 ? (protocol === 'https:' ? 443 : 80) : port;
  return effective === 80 || effective === 443 || (effective >= 1024 && !otherProtocols.has(effective));
}

function notAllowed(): NodeJS.ErrnoException {
  return Object.assign(new Error('the address is not allowed'), { code: guardCode });
}

function notFound(): NodeJS.ErrnoException {
  return Object.assign(new Error('the name has no address'), { code: 'ENOTFOUND' });
}

const otherProtocols = new Set([
  1433, 1521, 2049, 2375, 2376, 2379, 2380, 3306, 3389, 4369, 5432, 5671, 5672, 5900, 6000, 6379, 6443, 8125,
  9092, 9200, 9300, 10250, 11211, 15672, 26379, 27017,
]);

// Two lists: one list would match every IPv4 address against the mapped range.
const specialV4 = new BlockList();
const specialV6 = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  specialV4.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  specialV6.addSubnet(network, prefix, 'ipv6');
}
