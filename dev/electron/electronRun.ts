/** How Electron is run here, whatever starts it: switches and environment. */

export type RunningConditions = {
  /** The screen is a virtual one: there is no graphics hardware behind it. */
  virtualScreen: boolean;
  /** The process will run as root, for which Chromium refuses its sandbox. */
  root: boolean;
};

/** Nor does Chromium then draw by a graphics card of its own making, which takes a tenth of each start. */
const WITHOUT_GRAPHICS = ['--disable-gpu', '--disable-software-rasterizer'];

/** The Chromium switches that the conditions demand. */
export function electronSwitches({ virtualScreen, root }: RunningConditions): string[] {
  return [...(root ? ['--no-sandbox'] : []), ...(virtualScreen ? WITHOUT_GRAPHICS : [])];
}

/** Whether this process, and so its children, are root. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Variables of whoever starts Electron that would change what it does, or tell it who starts it. */
const foreign =
  /^(ELECTRON_RUN_AS_NODE|NODE_(OPTIONS|ENV|V8_COVERAGE|CHANNEL_FD|UNIQUE_ID)|npm_.*|VITEST.*|TEST|DEV|PROD|MODE|SSR|INIT_CWD)$/;

/** The environment for Electron: ours without what npm, vitest or an editor's terminal put there. */
export function electronEnvironment(
  changes: NodeJS.ProcessEnv = {},
  base: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const kept = Object.entries(base).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), ...changes };
}
