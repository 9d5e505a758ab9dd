import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Stands in for fpm, which electron-builder downloads: of what electron-builder tells it, it makes a package with dpkg-deb.
 * https://fpm.readthedocs.io/en/latest/cli-reference.html
 */
const FLAGS = new Set(['--force', '--debug']);

const options = new Map<string, string[]>();
const files: string[] = [];
const args = process.argv.slice(2);
while (args.length > 0) {
  const argument = args.shift() ?? '';
  if (!argument.startsWith('-')) files.push(argument);
  else if (!FLAGS.has(argument)) {
    options.set(argument, [...(options.get(argument) ?? []), args.shift() ?? '']);
  }
}
const one = (name: string) => options.get(name)?.at(-1) ?? '';

const root = mkdtempSync(join(tmpdir(), 'tillside-fpm-'));
try {
  for (const file of files) {
    const [, from = '', to = ''] = /^(.*)=(\/.*)$/.exec(file) ?? [];
    mkdirSync(dirname(join(root, to)), { recursive: true });
    cpSync(from, join(root, to), { recursive: true, verbatimSymlinks: true });
  }
  mkdirSync(join(root, 'DEBIAN'));
  const control = [
    `Package: ${one('--name')}`,
    `Version: ${one('--version')}`,
    `Architecture: ${one('--architecture')}`,
    `Maintainer: ${one('--maintainer')}`,
    `Depends: ${(options.get('-d') ?? []).join(', ')}`,
    `Priority: ${one('--deb-priority')}`,
    `Homepage: ${one('--url')}`,
    `Description: ${one('--description')}`,
    '',
  ];
  writeFileSync(join(root, 'DEBIAN', 'control'), control.join('\n'));
  for (const [script, name] of [
    ['--after-install', 'postinst'],
    ['--after-remove', 'postrm'],
  ] as const) {
    writeFileSync(join(root, 'DEBIAN', name), readFileSync(one(script)), { mode: 0o755 });
  }
  // Quickly rather than small: how large the real one is, a release measures.
  const how = ['--root-owner-group', '-Zzstd', '-z1', '--build'];
  execFileSync('dpkg-deb', [...how, root, one('--package')], { stdio: 'inherit' });
} finally {
  rmSync(root, { recursive: true, force: true });
}
