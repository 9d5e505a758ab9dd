/** As `gatewayAddress` takes it, or a URL parser writes it: neither takes `localhost.`, or a name in front of it, over http. */
const BY_NAME = /^http:\/\/localhost(?![^:/?#])/i;

/**
 * What is connected to where an address is called. The name of this machine leads to ::1 first in Chromium, elsewhere by the
 * hosts file, while a relay or a sandbox listens at 127.0.0.1 alone: any other user of the PC could listen at ::1, and would
 * be told what is for them. The settings keep the address as it is written: by it the app is known (`platformApp`). With https
 * the name stays: nobody else has its certificate.
 */
export function calledAddress(address: string): string {
  return address.replace(BY_NAME, 'http://127.0.0.1');
}
