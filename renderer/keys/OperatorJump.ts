import type { Operator } from '../../app/settings/provision.ts';

/** After such a pause (ms) typing begins anew, as in any list. */
const PAUSE_MS = 1_500;

/** The first operator whose work number begins with what was typed, or else the name. */
export function operatorTyped(operators: readonly Operator[], typed: string): Operator | null {
  const wanted = typed.toLowerCase();
  const begins = (text: string) => text.toLowerCase().startsWith(wanted);
  return (
    operators.find(({ id }) => begins(id)) ?? operators.find(({ name }) => begins(name)) ?? null
  );
}

/** Goes to an operator's row in a list by what is typed of the work number. */
export class OperatorJump {
  #typed = '';
  #at = Number.NEGATIVE_INFINITY;

  /** `list`: what the test id of its rows begins with. */
  type(text: string, operators: readonly Operator[], list: 'unlock' | 'operator'): void {
    const now = performance.now();
    const before = now - this.#at > PAUSE_MS ? '' : this.#typed;
    this.#at = now;
    let operator = operatorTyped(operators, before + text);
    this.#typed = operator === null ? text : before + text;
    // What fits no more is the beginning of another number.
    operator ??= operatorTyped(operators, text);
    if (operator === null) return;
    document
      .querySelector<HTMLElement>(`[data-testid="${list}-${CSS.escape(operator.id)}"]`)
      ?.focus();
  }
}
