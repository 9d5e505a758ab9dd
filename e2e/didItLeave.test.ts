import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { hasOpenssl, makeCertificate } from '../dev/certificate.ts';
import { OK } from './attacks.ts';
import { freshFolder } from './driver/runFolder.ts';
import { hostileGateway } from './hostileGateway.ts';
import { type Loss, losingGateway } from './losingGateway.ts';
import { startGateway, TestTill } from './testTill.ts';
import { unknownSince, untilTried } from './unknownSince.ts';

/** What a call is lost by, and whether over TLS. */
const LOSSES: [Loss, boolean][] = [
  ['the gateway dies', false],
  ...(hasOpenssl
    ? ([
        ['the gateway dies', true],
        ['a record breaks', true],
      ] as [Loss, boolean][])
    : []),
];

/** What the gateway may say when the network stack sends a call that is done a second time by itself. */
const REFUSALS = [
  ['the quota', { code: 7, msg: 'This ban will last for 86000 more seconds' }],
  ['an expired session', { code: 27 }],
  ['a refused timestamp', { code: 31, sub_code: 'isv.timestamp-limit-error' }],
  ['a rejection', { code: 41, sub_code: 'isv.invalid-parameter' }],
] as const;

/** What it is called, and the address that the till is given then. */
type Outage = [string, () => Promise<[url: string, ...args: string[]]>];

/** What a proxy asks for, of a till that has none. */
const PASSWORDS = ['Basic realm="x"', 'NTLM', 'Negotiate'];

async function tillAt(url: string, args: string[] = []): Promise<TestTill> {
  const till = new TestTill(url, { args });
  onTestFinished(() => till.kill());
  return till.start();
}

async function tillAtLosing(isTls: boolean) {
  const sandbox = await startGateway();
  const certificate = isTls ? makeCertificate(freshFolder('certificate')) : null;
  const gateway = await losingGateway(sandbox, certificate);
  onTestFinished(async () => {
    gateway.close();
    await sandbox.close();
  });
  const till = await tillAt(gateway.url, certificate ? [certificate.trusted] : []);
  return { till, gateway, sandbox };
}

async function listen(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('a save that was done before its answer was lost may have arrived', () => {
  test.each(LOSSES)('over a connection that is used again: %s (TLS: %s)', async (loss, isTls) => {
    const { till, gateway, sandbox } = await tillAtLosing(isTls);
    await till.waitForState(await till.register({ mobile: '13800138000' }), 'accepted');
    gateway.loseNext(loss);
    const slip = await till.register({ mobile: '13800138001' });
    await untilTried(till, slip, 1);
    expect(sandbox.ledger().effects).toHaveLength(2);
    expect(await unknownSince(till)).toEqual([null, expect.any(Number)]);
  });

  test.each(LOSSES)('over the first connection: %s (TLS: %s)', async (loss, isTls) => {
    const { till, gateway, sandbox } = await tillAtLosing(isTls);
    gateway.loseNext(loss);
    const slip = await till.register({ mobile: '13800138000' });
    await untilTried(till, slip, 1);
    expect(sandbox.ledger().effects).toHaveLength(1);
    expect(await unknownSince(till)).toEqual([expect.any(Number)]);
  });

  test.each(REFUSALS)(
    'over a connection that is used again, and what is sent again by itself is answered with %s',
    async (_, error_response) => {
      const gateway = await hostileGateway();
      onTestFinished(() => gateway.close());
      const till = await tillAt(gateway.url);
      await till.waitForState(await till.register({ mobile: '13800138000' }), 'accepted');
      const refusal = JSON.stringify({ error_response });
      let sendings = 0;
      gateway.attack('13800138001', (socket) => {
        sendings += 1;
        if (sendings === 1) socket.destroy();
        else socket.write(`${OK}content-length: ${refusal.length}\r\n\r\n${refusal}`);
      });
      const slip = await till.register({ mobile: '13800138001' });
      const code = String(error_response.code);
      await expect.poll(async () => (await till.line(slip))?.code).toBe(code);
      expect(sendings).toBeGreaterThan(1);
      expect(await unknownSince(till)).toEqual([null, expect.any(Number)]);
    },
  );

  test('an answer without an end is cut off, and the call may have arrived', async () => {
    const isCutOff = Promise.withResolvers<void>();
    const port = await listen(
      createServer((_, response) => {
        const write = () => {
          while (response.write(Buffer.alloc(64 * 1024, 'x')));
        };
        response
          .on('drain', write)
          .on('error', () => undefined)
          .on('close', isCutOff.resolve);
        write();
      }),
    );
    const till = await tillAt(`http://127.0.0.1:${port}/router/rest`);
    const slip = await till.register({ mobile: '13800138000' });
    await isCutOff.promise;
    await untilTried(till, slip, 1);
    expect((await till.line(slip))?.code).toBe('transport.page-too-long');
    expect(await unknownSince(till)).toEqual([expect.any(Number)]);
  });
});

describe('a save that certainly never left does not age, however long the outage', () => {
  /** A port at which nobody listens any more. */
  async function deadPort(): Promise<number> {
    const server = createTcpServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return port;
  }
  /** Takes connections; `greet`: what it does when somebody begins to talk. */
  const tcpServer = (greet: (socket: Socket) => void) =>
    listen(
      createTcpServer((socket) => {
        socket.on('error', () => undefined).once('data', () => greet(socket));
      }),
    );
  const outages: Outage[] = [
    ['nobody listens', async () => [`http://127.0.0.1:${await deadPort()}/router/rest`]],
    ['the name is unknown', async () => ['https://gateway.invalid/router/rest']],
    [
      'the proxy is gone',
      async () => [
        'https://gw.api.taobao.com/router/rest',
        `--proxy-server=127.0.0.1:${await deadPort()}`,
        '--proxy-bypass-list=<-loopback>',
      ],
    ],
    ...PASSWORDS.map(
      (wanted): Outage => [
        `the proxy wants a password (${wanted})`,
        async () => {
          const port = await tcpServer((socket) =>
            socket.end(
              `HTTP/1.1 407 No\r\nProxy-Authenticate: ${wanted}\r\nContent-Length: 0\r\n\r\n`,
            ),
          );
          return [
            'https://gw.api.taobao.com/router/rest',
            `--proxy-server=127.0.0.1:${port}`,
            '--proxy-bypass-list=<-loopback>',
          ];
        },
      ],
    ),
    [
      'the connection breaks before TLS stands',
      async () => {
        const port = await tcpServer((socket) => socket.resetAndDestroy());
        return [`https://localhost:${port}/router/rest`];
      },
    ],
  ];

  const NEVER_ENDS = 'function FindProxyForURL() { for (;;) {} }';
  // As long as it takes to hear that a name server is silent; it is asked twice for each call.
  const SLOW = `function FindProxyForURL() {
    for (var begun = Date.now(); Date.now() - begun < 12000; );
    return 'DIRECT';
  }`;
  const SCRIPTS: [string, (response: ServerResponse) => void][] = [
    ['does not come', () => undefined],
    ['takes twelve seconds each time', (response) => response.end(SLOW)],
    ['never ends', (response) => response.end(NEVER_ENDS)],
  ];
  describe('the script that chooses the proxy', () => {
    const begun = new Map<string, { till: TestTill; slip: string }>();
    const servers: Server[] = [];
    // All wait at the same time: each call takes its 20 s.
    beforeAll(async () => {
      for (const [name, answer] of SCRIPTS) {
        const server = createServer((_, response) => {
          response.setHeader('content-type', 'application/x-ns-proxy-autoconfig');
          answer(response);
        });
        servers.push(server);
        await once(server.listen(0, '127.0.0.1'), 'listening');
        const { port } = server.address() as AddressInfo;
        const script = `--proxy-pac-url=http://127.0.0.1:${port}/proxy.pac`;
        const till = new TestTill('https://gw.api.taobao.com/router/rest', { args: [script] });
        begun.set(name, { till, slip: '' });
        await till.start();
        begun.set(name, { till, slip: await till.register({ mobile: '13800138000' }) });
      }
    });
    afterAll(async () => {
      for (const { till } of begun.values()) await till.kill();
      for (const server of servers) server.close();
    });

    test.each(SCRIPTS)('%s', async (name) => {
      const { till, slip } = begun.get(name) ?? expect.fail(`${name} has not begun`);
      await untilTried(till, slip, 1);
      expect(await unknownSince(till)).toEqual([null]);
      // Another try would keep a core busy for as long again.
      await till.kill();
    });
  });

  test.each(outages)('%s', async (_, outage) => {
    const [url, ...args] = await outage();
    const till = await tillAt(url, args);
    const slip = await till.register({ mobile: '13800138000' });
    await untilTried(till, slip, 2);
    expect(await unknownSince(till)).toEqual([null]);
  });

  test('nobody answers while the connection is being made', async () => {
    const port = await tcpServer(() => undefined);
    const till = await tillAt(`https://localhost:${port}/router/rest`);
    const slip = await till.register({ mobile: '13800138000' });
    await untilTried(till, slip, 1);
    expect(await unknownSince(till)).toEqual([null]);
  });
});

test.skipIf(!hasOpenssl)('calls are HTTP/1.1, whatever else the gateway speaks', async () => {
  const { trusted, ...certificate } = makeCertificate(freshFolder('certificate'));
  const spoken = Promise.withResolvers<string>();
  const gateway = createSecureServer({ ...certificate, allowHTTP1: true }, (request, response) => {
    spoken.resolve(request.httpVersion);
    response.end('{}');
  });
  const port = await listen(gateway as unknown as Server);
  const till = await tillAt(`https://localhost:${port}/router/rest`, [trusted]);
  await till.register({ mobile: '13800138000' });
  expect(await spoken.promise).toBe('1.1');
});
