import type { App } from 'electron';

/**
 * Before the app is ready: no certificate of this PC or its user is ever shown to a server. Left alone, Electron would
 * choose the first one that fits, without a word: for pages in every version, and for the gateway's calls from 44 on
 * (`webContents` is null then; electron/electron#52162). 25 asks nobody about those: they end as
 * `ERR_SSL_CLIENT_AUTH_CERT_NEEDED`.
 */
export function showNoClientCertificate(app: Pick<App, 'on'>): void {
  app.on('select-client-certificate', (event, _contents, _url, _certificates, answer) => {
    event.preventDefault();
    answer();
  });
}
