/**
 * The app that a save is made for, as one text: the gateway's origin and the app key. A save leaves to no
 * other; the path, the secret and the session may change. `url`: an address as the settings have it.
 */
export function platformApp({ url, appKey }: { url: string; appKey: string }): string {
  const [, scheme = '', authority = ''] = /^(https?):\/\/([^/?#]*)/i.exec(url) ?? [];
  const host = authority
    .toLowerCase()
    .replace(scheme.toLowerCase() === 'https' ? /:443$/ : /:80$/, '');
  return `${scheme.toLowerCase()}://${host} ${appKey}`;
}
