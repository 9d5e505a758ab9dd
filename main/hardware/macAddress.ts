/** Adapters that a program has made, with the same address on many computers or another one at each start. */
const OF_PROGRAMS =
  /^(?:00:05:9a:3c:7a|00:09:0f:(?:aa|fe):00:01|00:15:5d|00:50:56:c0|00:ff|0a:00:27|0c:5b:8f:27:9a:64)/;

/**
 * The address of a network adapter where its maker has given it, else null: an address that somebody has chosen says so
 * by a bit (IEEE 802), and Wi-Fi chooses one for every network.
 */
export function madeAddress(text: string): string | null {
  const address = text.trim().toLowerCase();
  if (!/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/.test(address)) return null;
  const [first = ''] = address.split(':');
  const isChosen = (Number.parseInt(first, 16) & 3) !== 0;
  const isNone = address === '00:00:00:00:00:00';
  return isChosen || isNone || OF_PROGRAMS.test(address) ? null : address;
}
