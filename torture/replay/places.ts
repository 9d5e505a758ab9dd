import type { GatewayAccount } from '../../app/settings/provision.ts';
import type { Gateway } from '../../sandbox/gateway.ts';

/** What the settings can say of where saves go. `moved`: the same platform under a new address, and they say so. */
export const PLACES = ['here', 'other app', 'other brand', 'moved'] as const;
export type Place = (typeof PLACES)[number];

/** For whom a save was made, or what the settings are of, in the simulation's own words. */
export interface Belonging {
  brand: string;
  app: 'here' | 'there' | 'moved';
}

export interface Registration {
  appKey: string;
  appSecret: string;
  session: string;
}

const HERE = 'https://gateway.example/router/rest';
const THERE = 'https://other.example/router/rest';
const MOVED = 'https://moved.example/router/rest';

const BELONGINGS: Readonly<Record<Place, Belonging>> = {
  here: { brand: '10', app: 'here' },
  'other app': { brand: '10', app: 'there' },
  'other brand': { brand: '11', app: 'here' },
  moved: { brand: '10', app: 'moved' },
};

/** Two platforms with books of their own, one of which has two addresses; and what the settings say of them. */
export class Places {
  readonly here: Registration = { appKey: 'k', appSecret: 's', session: 's0' };
  readonly there: Registration = { appKey: 'k2', appSecret: 's2', session: 't0' };
  readonly #of = new WeakMap<GatewayAccount, Belonging>();
  place: Place = 'here';

  get belonging(): Belonging {
    return BELONGINGS[this.place];
  }

  /** The right account for the place as it is now. */
  account(parts: Partial<GatewayAccount> = {}): GatewayAccount {
    const { app } = this.belonging;
    const account: GatewayAccount = {
      ...(app === 'there' ? this.there : this.here),
      url: app === 'there' ? THERE : app === 'moved' ? MOVED : HERE,
      ...(app === 'moved' ? { formerly: [{ url: HERE, appKey: this.here.appKey }] } : {}),
      ...parts,
    };
    this.#of.set(account, this.belonging);
    return account;
  }

  /** What the settings were of when they had this account. */
  of(account: GatewayAccount): Belonging {
    return this.#of.get(account) ?? this.belonging;
  }
}

/** Whether the settings may send what was made for `made`: the address that moved says where it stood before. */
export function mayGo(made: Belonging, settings: Belonging): boolean {
  if (made.brand !== settings.brand) return false;
  return made.app === settings.app || (made.app === 'here' && settings.app === 'moved');
}

/** What stands behind an address: of two platforms, or of what belongs to them. */
export function platformAt<Platform = Gateway>(
  url: string,
  here: Platform,
  there: Platform,
): Platform {
  return url === THERE ? there : here;
}
