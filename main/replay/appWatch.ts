import type { GatewayAccount } from '../../app/settings/provision.ts';

/** Watches whether the settings name another app, or another gateway. */
export class AppWatch {
  #app = '';

  /** True when they name another one than at the last look. */
  look(account: GatewayAccount | null): boolean {
    const { url = '', appKey = '' } = account ?? {};
    const app = `${url} ${appKey}`;
    const isOther = app !== this.#app;
    this.#app = app;
    return isOther;
  }
}
