import type { GatewayAccount } from '../../app/settings/provision.ts';

/** Tells whether the settings name another app, or another gateway, than at the last look. */
export class AppWatch {
  #app = '';

  isOther(account: GatewayAccount | null): boolean {
    const { url = '', appKey = '' } = account ?? {};
    const app = `${url} ${appKey}`;
    const isOther = app !== this.#app;
    this.#app = app;
    return isOther;
  }
}
