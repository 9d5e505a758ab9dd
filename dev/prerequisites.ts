import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { hasDisplay } from './display.ts';
import { PlainFailure } from './plainFailure.ts';

/** `run` opens the app; `test` also needs what the end-to-end and page tests use; `package` a hand for X11. */
export type Purpose = 'run' | 'test' | 'package';

/** What a look at the machine says. */
export type MachineFacts = {
  hasDisplay: boolean;
  /** Shared libraries that the Electron binary names and the system lacks. */
  missingLibraries: readonly string[];
  /** Any font with Chinese characters. */
  hasChineseFont: boolean;
  /** The one that layouts are measured with. */
  hasNotoCjk: boolean;
  hasCommand(name: string): boolean;
};

/** Debian packages to install before this purpose can be met. */
export function missingPackages(purpose: Purpose, facts: MachineFacts): string[] {
  const packages: string[] = [];
  if (!facts.hasDisplay && !facts.hasCommand('Xvfb')) packages.push('xvfb');
  const hasFont = purpose === 'test' ? facts.hasNotoCjk : facts.hasChineseFont;
  if (!hasFont) packages.push('fonts-noto-cjk');
  // Debian's chromium depends on every library that Electron needs, under any release's names.
  if (facts.missingLibraries.length > 0) packages.push('chromium');
  if (purpose === 'test') {
    // Either does; the shell is the quicker one.
    if (!['chromium-headless-shell', 'chromium'].some((name) => facts.hasCommand(name)))
      packages.push('chromium-headless-shell');
    if (!facts.hasCommand('gnome-keyring-daemon')) packages.push('gnome-keyring');
    if (!facts.hasCommand('dbus-run-session')) packages.push('dbus');
    if (!facts.hasCommand('certutil')) packages.push('libnss3-tools');
  }
  if (purpose === 'package' && !facts.hasCommand('xdotool')) packages.push('xdotool');
  return packages;
}

/**
 * Makes sure that the system has what Electron needs: installs it as root on Debian, otherwise says
 * what to install. `electronPath`: null where no Electron is started.
 * @throws PlainFailure when something is missing and could not be installed
 */
export function ensurePrerequisites(
  purpose: Purpose,
  electronPath: string | null,
  say: (line: string) => void = console.error,
): void {
  if (process.platform !== 'linux') return;
  const facts = lookAtMachine(electronPath);
  const packages = missingPackages(purpose, facts);
  if (packages.length === 0) return;
  const install = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) {
    const libraries = facts.missingLibraries.join(', ');
    throw new PlainFailure(
      [
        `This machine lacks ${packages.join(', ')}${libraries && ` (Electron misses ${libraries})`}.`,
        `On Debian: sudo apt-get update && sudo ${install}`,
      ].join('\n'),
    );
  }
  say(`Installing ${packages.join(', ')} (Debian) …`);
  apt('update');
  apt('install', '-y', '--no-install-recommends', ...packages);
  const still = missingPackages(purpose, lookAtMachine(electronPath));
  if (still.length > 0) {
    throw new PlainFailure(`Installed, and still not usable: ${still.join(', ')}.`);
  }
}

/**
 * Commands and the Debian packages that have them; gives the packages that are still missing, having tried to install them
 * as root on Debian.
 */
export function lackingPackages(
  commands: Readonly<Record<string, string>>,
  say: (line: string) => void = console.error,
): string[] {
  const lacking = () => {
    const missing = Object.entries(commands).filter(([command]) => !hasCommand(command));
    return [...new Set(missing.flatMap(([, packages]) => packages.split(' ')))];
  };
  const packages = lacking();
  if (packages.length === 0) return [];
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return packages;
  say(`Installing ${packages.join(', ')} (Debian) …`);
  try {
    apt('update');
    apt('install', '-y', '--no-install-recommends', ...packages);
  } catch (error) {
    if (!(error instanceof PlainFailure)) throw error;
    say(error.message);
  }
  return lacking();
}

function apt(...args: string[]): void {
  const done = spawnSync('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (done.status === 0) return;
  const reason = done.error?.message ?? done.stderr.trim().split('\n').slice(-5).join('\n');
  throw new PlainFailure(`apt-get ${args[0]} failed:\n${reason}`);
}

function lookAtMachine(electronPath: string | null): MachineFacts {
  return {
    hasDisplay: hasDisplay(),
    missingLibraries: electronPath === null ? [] : missingLibraries(electronPath),
    ...lookAtFonts(),
    hasCommand,
  };
}

function missingLibraries(electronPath: string): string[] {
  const { stdout } = spawnSync('ldd', [electronPath], { encoding: 'utf8' });
  return [...(stdout ?? '').matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '');
}

function lookAtFonts(): Pick<MachineFacts, 'hasChineseFont' | 'hasNotoCjk'> {
  // fontconfig's tools may be absent where its library reads the fonts all the same.
  const fonts = hasCommand('fc-list')
    ? spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' }).stdout
    : globSync('/usr/share/fonts/**/*CJK*').join('\n');
  return {
    hasChineseFont: fonts.trim() !== '',
    hasNotoCjk: /Noto ?Sans ?(Mono ?)?CJK/.test(fonts),
  };
}

function hasCommand(name: string): boolean {
  const { PATH = '' } = process.env;
  return PATH.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
