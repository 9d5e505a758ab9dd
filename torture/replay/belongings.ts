import { type Belonging, mayGo } from './places.ts';

/** For whom every save was made, and where a manager has let it go on. */
export class Belongings {
  readonly #made = new Map<string, Belonging>();
  readonly #goneOn = new Map<string, Belonging>();
  readonly #everOf = new Set<string>();
  /** What the settings are of now. */
  settings: Belonging = { brand: '10', app: 'here' };

  made(requestId: string): void {
    this.#made.set(requestId, this.settings);
    this.#everOf.add(`${this.settings.app} ${requestId}`);
  }

  /** Whether settings may send a save. */
  mayGo(requestId: string, settings: Belonging): boolean {
    return mayGo(this.of(requestId), settings);
  }

  /** By the manager's word a save belongs to the app of these settings: never to another brand; then false. */
  letGo(requestId: string, settings: Belonging): boolean {
    if (this.of(requestId).brand !== settings.brand) return false;
    this.#goneOn.set(requestId, settings);
    this.#everOf.add(`${settings.app} ${requestId}`);
    return true;
  }

  /** Whether a save was made for this app, or a manager has ever let it go on there. */
  wasEverOf(requestId: string, app: Belonging['app']): boolean {
    return this.#everOf.has(`${app} ${requestId}`);
  }

  /** A save comes out of a file, for whom it was made when the file was written. */
  came(requestId: string, belongs: Belonging): void {
    this.#goneOn.set(requestId, belongs);
  }

  of(requestId: string): Belonging {
    return this.#goneOn.get(requestId) ?? this.#made.get(requestId) ?? this.settings;
  }
}
