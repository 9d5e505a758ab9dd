/** What a person has to look at in the settings; `settings` where the answer does not say more. */
export type Fix = 'secret' | 'session' | 'app-key' | 'permission' | 'address' | 'settings';

/** Codes of the platform's error documentation, by what stands behind them. */
const FIXES: Readonly<Record<Exclude<Fix, 'settings'>, readonly string[]>> = {
  secret: ['24', '25'],
  session: ['26', '27'],
  'app-key': ['28', '29'],
  permission: ['11', '12', '13', '42', '44', '53'],
  // A gateway that does not know the call, its format or its version is another gateway.
  address: ['9', '21', '22', '23', '32', '33', '34'],
};

/** What to fix after a configuration fault with this `code`. */
export function whatToFix(code: string): Fix {
  const found = Object.entries(FIXES).find(([, codes]) => codes.includes(code));
  return (found?.[0] as Fix | undefined) ?? 'settings';
}
