/** The page's own scheme; `file://` is never used. */
export const APP_SCHEME = 'app';
const APP_HOST = 'tillside';

export const APP_PAGE = `${APP_SCHEME}://${APP_HOST}/index.html`;

/** True for an address of our own page and its parts. */
export function isAppAddress(address: string): boolean {
  return address.startsWith(`${APP_SCHEME}://${APP_HOST}/`);
}
