/** Takes secrets, signs, and the test members' numbers out of everything that leaves the tool. */
export class Scrubber {
  readonly #secrets: readonly string[];
  readonly #signs = new Set<string>();
  readonly #mobiles: readonly RegExp[];

  /** `mobiles`: to be masked; none where they are to be shown. */
  constructor(secrets: readonly string[], mobiles: readonly string[]) {
    this.#secrets = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]);
    this.#mobiles = mobiles.map(spaced);
  }

  /** Signs are hexadecimal; an answer may repeat the one that was sent. */
  learnSign(sign: string): void {
    this.#signs.add(sign.toUpperCase());
  }

  scrub(text: string): string {
    let rest = text;
    for (const secret of this.#secrets) rest = rest.replaceAll(secret, '***');
    rest = rest.replaceAll(/[0-9a-f]{32,}/gi, (digits) =>
      this.#signs.has(digits.toUpperCase()) ? '***' : digits,
    );
    for (const mobile of this.#mobiles) rest = rest.replace(mobile, masked);
    return rest;
  }
}

/** Also with something between the digits, and without the last one: both are asked about. */
function spaced(mobile: string): RegExp {
  const digits = [...mobile];
  return new RegExp(`${digits.slice(0, -1).join('[\\s-]?')}(?:[\\s-]?${digits.at(-1)})?`, 'g');
}

function masked(text: string): string {
  const digits = text.replaceAll(/\D/g, '');
  return `${digits.slice(0, 3)}****${digits.slice(7)}`;
}
