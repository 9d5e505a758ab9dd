import { chmodSync, linkSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { dirname, join } from 'node:path';
import getPort from 'get-port';
import { makeCertificate } from '../../dev/certificate.ts';
import { PlainFailure } from '../../dev/plainFailure.ts';
import type { Sandbox } from '../../sandbox/createSandbox.ts';
import { freshFolder } from '../driver/runFolder.ts';
import { spawnApp } from '../driver/spawnApp.ts';
import { PackedTill } from './packedTill.ts';

/**
 * What somebody may put behind the name of the packed app, and by which effect one would see that it was obeyed. The
 * app must start each time, in its sandbox, with none of it on the command line of any process that does its work.
 */
export async function attackCommandLine(executable: string, gateway: Sandbox): Promise<void> {
  const notes = freshFolder('notes');
  chmodSync(notes, 0o777);
  const other = await startOther();
  const program = join(notes, 'program');
  writeFileSync(program, `#!/bin/sh\necho ran > ${join(notes, 'ran')}\nexec "$@"\n`);
  chmodSync(program, 0o755);
  const port = await getPort({ host: '127.0.0.1' });
  const attacks: string[][] = [
    [`--remote-debugging-port=${port}`],
    [`-remote-debugging-port=${port}`, '--remote-allow-origins=*'],
    [`--inspect=${port}`],
    ['--remote-debugging-pipe'],
    ['--no-sandbox'],
    ['--disable-seccomp-filter-sandbox', '--disable-gpu-sandbox'],
    ['--single-process'],
    ['--js-flags=--expose-gc', '--enable-blink-features=MojoJS', '--disable-web-security'],
    [`--log-net-log=${join(notes, 'net')}`, `--ssl-key-log-file=${join(notes, 'keys')}`],
    ['--trace-startup=*', `--trace-startup-file=${join(notes, 'trace')}`],
    [`--renderer-cmd-prefix=${program}`, `--gpu-launcher=${program}`],
    [`--proxy-server=127.0.0.1:${other.port}`, '--proxy-bypass-list=<-loopback>'],
    [`--host-resolver-rules=MAP * 127.0.0.1:${other.port}`],
    ['--ozone-platform=headless', '--force-device-scale-factor=40', '--lang=../x', '--unknown'],
  ];
  const variables = { SSLKEYLOGFILE: join(notes, 'more-keys') };
  const starts: [string[], NodeJS.ProcessEnv][] = [
    ...attacks.map((args): [string[], NodeJS.ProcessEnv] => [args, variables]),
    [[], { ...variables, ELECTRON_DISABLE_SANDBOX: '1' }],
  ];
  for (const [args, env] of starts) {
    const till = new PackedTill(executable);
    try {
      await till.start(gateway.url, args, env);
      await checkRunning(till, args);
      if (await isOpen(port)) throw new PlainFailure(`${args.join()}: its port is open.`);
    } finally {
      await till.kill();
    }
  }
  await attackByAnotherName(executable, gateway, port);
  const written = readdirSync(notes).filter((name) => name !== 'program');
  if (written.length > 0) throw new PlainFailure(`Written or run: ${written.join(', ')}.`);
  if (other.heard() > 0) throw new PlainFailure('Calls went to another server than the gateway.');
  await other.close();
  console.log(`Command lines that the packed app withstands: ${starts.length}.`);
}

/** Under Electron's own name it would count as not packed; a second start must not bring in what a first one may not. */
async function attackByAnotherName(
  executable: string,
  gateway: Sandbox,
  port: number,
): Promise<void> {
  const renamed = join(dirname(executable), 'electron');
  linkSync(executable, renamed);
  const till = new PackedTill(renamed);
  const args = [`--remote-debugging-port=${port}`];
  try {
    await till.start(gateway.url, args);
    await checkRunning(till, args);
    const { dataFolder: userDataDir } = till;
    const second = await spawnApp({
      userDataDir,
      executable,
      args: ['--js-flags=x'],
      asUser: true,
    });
    if (second.code !== 0) throw new PlainFailure(`A second start: ${second.code}.`);
    await till.until('a word of the second start', () => /[",]js-flags[",]/.test(till.log));
    if (await isOpen(port)) throw new PlainFailure('A renamed app has opened a port.');
  } finally {
    await till.kill();
    rmSync(renamed);
  }
}

/** A server that nobody vouches for, though the command line says so twice, gets a handshake and no call. */
export async function attackCertificates(executable: string): Promise<void> {
  const { key, cert, trusted } = makeCertificate(freshFolder('certificate'));
  let calls = 0;
  let handshakes = 0;
  const server = createServer({ key, cert }, (_request, response) => {
    calls += 1;
    response.end();
  });
  server.on('tlsClientError', () => {
    handshakes += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const till = new PackedTill(executable);
  try {
    const args = ['--ignore-certificate-errors', trusted];
    await till.start(`https://localhost:${port}/router/rest`, args);
    await till.register('13800138000');
    await till.until('a try to send', () => handshakes > 0 || calls > 0);
    if (calls > 0) throw new PlainFailure('A server that nobody vouches for was given a member.');
    await checkRunning(till, args);
  } finally {
    await till.kill();
    server.close();
  }
  console.log('A server that nobody vouches for is given nothing.');
}

/** Somebody's own home folder has his root certificates, and his proxy would show them: neither is obeyed. */
export async function attackEnvironment(executable: string): Promise<void> {
  const proxy = await startOther();
  const home = freshFolder('home-of-somebody');
  chmodSync(home, 0o777);
  const till = new PackedTill(executable);
  const variables = {
    HOME: home,
    XDG_CONFIG_HOME: home,
    https_proxy: `http://127.0.0.1:${proxy.port}`,
    GTK_PATH: home,
  };
  try {
    await till.start('https://gateway.invalid/router/rest', [], variables);
    for (const name of Object.keys(variables)) {
      const isTold = () => new RegExp(`"dangerous":"[^"]*\\b${name}[",]`).test(till.log);
      await till.until(`a line that names ${name}`, isTold);
    }
    await till.register('13800138000');
    await till.until('a try to send', () => till.log.includes('err_name_not_resolved'));
    if (proxy.heard() > 0) throw new PlainFailure('A proxy of a variable was called.');
    if (till.environments().some((text) => text.includes(home)))
      throw new PlainFailure('A home folder of a variable was passed on.');
    if (readdirSync(home).length > 0) throw new PlainFailure('Written to a home of a variable.');
  } finally {
    await till.kill();
    await proxy.close();
  }
  console.log('A home folder, a proxy and modules that variables name are not obeyed.');
}

async function checkRunning(till: PackedTill, args: readonly string[]): Promise<void> {
  await till.until('a line of the log about it', () => till.log.includes('started without'));
  // A page's process is there a moment before it shuts itself in.
  await till.until(`shut its page in, with ${args.join(' ')}`, () => till.isPageShutIn());
  const names = args.map((argument) => argument.replace(/=.*/s, '').replace(/^-+/, '--'));
  for (const commandLine of till.workers()) {
    const found = names.find((name) =>
      commandLine.split(' ').some((one) => one.split('=')[0] === name),
    );
    // What Chromium itself gives some of its helpers.
    if (found !== undefined && found !== '--lang')
      throw new PlainFailure(`${found} was passed on.`);
  }
}

async function startOther() {
  let heard = 0;
  const server = createTcpServer((socket) => {
    heard += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise((resolve) => server.close(resolve));
  return { port, heard: () => heard, close };
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
