const GROUPS = 8;

/** Of an address of IPv6 the half that says whose it is: of the other half everybody has as many as he likes. */
const NETWORK = 4;

/** An IPv4 caller of a server that listens for both. */
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** What whoever has an address cannot change by himself: the address, or the network (/64) of one of IPv6. As Node writes them. */
export function networkOf(address: string): string {
  const mapped = MAPPED.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [front = [], back = []] = address.split('::').map((part) => part.split(':'));
  const between = Array<string>(Math.max(0, GROUPS - front.length - back.length)).fill('0');
  const groups = address.includes('::') ? [...front, ...between, ...back] : front;
  return groups
    .slice(0, NETWORK)
    .map((group) => group || '0')
    .join(':');
}
