const variable = 'TILLSIDE_E2E_SCREENS';

/** Hands the names of our own screens to vitest's workers; whatever else we start gets the first of them. */
export function nameScreens(names: readonly string[]): void {
  const [first] = names;
  if (first === undefined) return;
  Object.assign(process.env, { [variable]: names.join(' '), DISPLAY: first });
}

/**
 * The screen of the `number`th of those that run side by side, counted from 1, or undefined where the screen is
 * not ours. No two of them have the same: a window would take the focus, and a hand's keys, from another test's.
 */
export function screenOf(number: number): string | undefined {
  return process.env[variable]?.split(' ')[number - 1];
}
