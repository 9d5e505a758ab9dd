/** What a whole run has, and hands to each of its workers (`previewSetup.ts`); elsewhere there is nothing. */
const ADDRESS = 'TILLSIDE_PREVIEW';
const BROWSERS = 'TILLSIDE_BROWSERS';

/** Vitest's workers inherit it. `ports`: of as many browsers as files run side by side. */
export function giveRun(address: string, ports: readonly number[]): void {
  Object.assign(process.env, { [ADDRESS]: address, [BROWSERS]: ports.join(' ') });
}

/** Where the preview is served. */
export function givenAddress(): string | undefined {
  return process.env[ADDRESS];
}

/** Where the browser listens that this worker has for itself: in one tab after the other, nobody else has the focus. */
export function givenBrowser(): number | undefined {
  const port = process.env[BROWSERS]?.split(' ')[Number(process.env.VITEST_POOL_ID) - 1];
  return port === undefined ? undefined : Number(port);
}
