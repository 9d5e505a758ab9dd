/** Of an account, what says which app it is. `url`: an address as the settings have it. */
export interface AppAddress {
  url: string;
  appKey: string;
}

/**
 * The app that a save is made for, as one text: the gateway's origin and the app key. A save leaves to no
 * other; the path, the secret and the session may change.
 */
export function platformApp({ url, appKey }: AppAddress): string {
  const [, scheme = '', authority = ''] = /^(https?):\/\/([^/?#]*)/i.exec(url) ?? [];
  const host = authority
    .toLowerCase()
    .replace(scheme.toLowerCase() === 'https' ? /:443$/ : /:80$/, '');
  return `${scheme.toLowerCase()}://${host} ${appKey}`;
}
