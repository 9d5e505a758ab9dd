import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { chmod, cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../../dev/projectPaths.ts';

/** What the proof of the installer runs, and the Debian packages that have it. */
export const NSIS_COMMANDS: Readonly<Record<string, string>> = {
  makensis: 'nsis',
  wine: 'wine wine64',
  '7z': '7zip',
  'x86_64-w64-mingw32-as': 'binutils-mingw-w64-x86-64',
  'x86_64-w64-mingw32-ld': 'binutils-mingw-w64-x86-64',
};

const STAND_INS = join(projectRoot, 'e2e', 'package', 'nsis', 'standIns');

const PLUGIN = 'WinShell';
const PLUGIN_FUNCTIONS = ['SetLnkAUMI', 'UninstShortcut', 'UninstAppUserModelId'];

/** makensis as Debian has it, in a folder of the shape that electron-builder looks for, with what stands in for the rest. */
export class NsisTools {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async prepare(folder: string): Promise<NsisTools> {
    const tools = new NsisTools(folder);
    await mkdir(join(folder, 'linux'), { recursive: true });
    await mkdir(join(folder, 'plugins', 'x86-unicode'), { recursive: true });
    await cp(STAND_INS, join(folder, 'stand-ins'), { recursive: true });
    tools.#buildPlugin();
    const script = join(folder, 'linux', 'makensis');
    await writeFile(
      script,
      [
        '#!/bin/sh',
        'unset NSISDIR',
        `export NSISCONFDIR='${folder}/stand-ins'`,
        `exec makensis "-DTILLSIDE_STAND_INS=$NSISCONFDIR" "-DTILLSIDE_PLUGINS=${folder}/plugins/amd64-unicode" \\`,
        '  "-DTILLSIDE_PACKED=$TILLSIDE_PACKED" $TILLSIDE_PLAYS "$@"',
        '',
      ].join('\n'),
    );
    await chmod(script, 0o755);
    return tools;
  }

  /** For electron-builder: where it finds its tools. `packed`: the folder that goes into the installer. */
  environment(packed: string, { plays32Bit = false } = {}): NodeJS.ProcessEnv {
    return {
      ELECTRON_BUILDER_NSIS_DIR: this.#folder,
      ELECTRON_BUILDER_NSIS_RESOURCES_DIR: this.#folder,
      ELECTRON_BUILDER_7ZIP_PATH: '/usr/bin/7z',
      TILLSIDE_PACKED: packed,
      TILLSIDE_PLAYS: plays32Bit ? '-DTILLSIDE_PLAYS_32_BIT' : '',
    };
  }

  /** Compiles one of the programs that stand in for others. */
  compile(name: 'stubTill' | 'recorder', into: string): void {
    const icon = join(projectRoot, 'build', 'icon.ico');
    execFileSync(
      'makensis',
      ['-V1', `-DOUT_FILE=${into}`, `-DICON=${icon}`, join(STAND_INS, `${name}.nsi`)],
      { env: { ...process.env, NSISCONFDIR: this.#folder } },
    );
  }

  #buildPlugin(): void {
    const into = join(this.#folder, 'plugins', 'amd64-unicode');
    const object = join(this.#folder, `${PLUGIN}.o`);
    mkdirSync(into, { recursive: true });
    execFileSync('x86_64-w64-mingw32-as', [join(STAND_INS, `${PLUGIN}.s`), '-o', object]);
    execFileSync('x86_64-w64-mingw32-ld', [
      '-shared',
      '--entry=DllMain',
      '--export-all-symbols',
      ...PLUGIN_FUNCTIONS.map((name) => `--undefined=${name}`),
      '-o',
      join(into, `${PLUGIN}.dll`),
      object,
    ]);
  }
}
