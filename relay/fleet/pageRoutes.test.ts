import { fastify, type InjectOptions } from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import { servePage } from './pageRoutes.ts';
import { ChainInMemory, tillRecord, WELL } from './testing/chainInMemory.ts';
import { FleetView } from './view/fleetView.ts';

const TOKEN = 'page'.repeat(12);
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

const opened: { close(): Promise<unknown> }[] = [];
afterEach(() => Promise.all(opened.splice(0).map((app) => app.close())));

async function served() {
  const app = fastify({ trustProxy: true });
  opened.push(app);
  const chain = new ChainInMemory();
  const now = () => chain.now;
  await servePage(app, { view: new FleetView(chain, now), token: TOKEN, now });
  const enter = async (token: string, more: InjectOptions = {}, next = '/fleet') =>
    app.inject({
      method: 'POST',
      url: '/fleet/enter',
      payload: String(new URLSearchParams({ token, next })),
      ...more,
      headers: { ...FORM, ...more.headers },
    });
  const cookie = String((await enter(TOKEN)).headers['set-cookie']).split(';', 1)[0] ?? '';
  const get = (url = '/fleet', headers: Record<string, string> = {}) =>
    app.inject({ url, headers: { cookie, ...headers } });
  return { app, chain, enter, cookie, get };
}

describe('the door', () => {
  test('without a session there is the question for the token, and nothing of the chain', async () => {
    const { get, chain } = await served();
    chain.add(tillRecord('k1', { name: 'secret till' }), WELL);
    for (const cookie of ['', 'tillside-fleet=1.x', `tillside-fleet=${TOKEN}`]) {
      const { statusCode, body } = await get('/fleet?q=k1', { cookie });
      expect(statusCode).toBe(401);
      expect(body).toContain('type="password"');
      expect(body).not.toContain('secret till');
    }
    expect(chain.reads).toBe(0);
  });

  test('the token opens a session, which never bears the token', async () => {
    const { enter } = await served();
    const { statusCode, headers } = await enter(TOKEN);
    expect([statusCode, headers.location]).toEqual([303, '/fleet']);
    expect(headers['set-cookie']).toMatch(/HttpOnly; SameSite=Strict$/);
    expect(headers['set-cookie']).not.toContain(TOKEN);
  });

  test('another one does not, and is not told back', async () => {
    const { enter } = await served();
    for (const wrong of ['', 'wrong-token-of-somebody', `${TOKEN} `]) {
      const { statusCode, headers, body } = await enter(wrong);
      expect(statusCode).toBe(401);
      expect(headers['set-cookie']).toBeUndefined();
      if (wrong !== '') expect(body).not.toContain(wrong);
      expect(body).toContain('role="alert"');
    }
  });

  test('behind a proxy that speaks TLS the cookie goes over TLS alone', async () => {
    const { enter } = await served();
    const { headers } = await enter(TOKEN, { headers: { 'x-forwarded-proto': 'https' } });
    expect(headers['set-cookie']).toMatch(/; Secure$/);
  });

  test('whoever enters comes to what was asked for, and never to another site', async () => {
    const { enter } = await served();
    const nextOf = async (next: string) => (await enter(TOKEN, {}, next)).headers.location;
    expect(await nextOf('/fleet?q=s1&sort=held')).toBe('/fleet?sort=held&q=s1');
    for (const next of [
      'https://evil.example/fleet',
      '//evil.example',
      '/\\evil',
      'javascript:1',
    ]) {
      expect(await nextOf(next)).toBe('/fleet');
    }
    expect(await nextOf('https://evil.example/?q=x\r\nSet-Cookie: a')).toMatch(
      /^\/fleet\?q=x%0D%0A/,
    );
  });

  test('no other site enters or leaves for somebody', async () => {
    const { app, enter, cookie } = await served();
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ] as Record<string, string>[]) {
      expect((await enter(TOKEN, { headers })).statusCode).toBe(403);
      const leaving = {
        method: 'POST',
        url: '/fleet/leave',
        headers: { ...headers, cookie },
      } as const;
      expect((await app.inject(leaving)).statusCode).toBe(403);
    }
    const own = { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:80' };
    expect((await enter(TOKEN, { headers: own })).statusCode).toBe(303);
  });

  test('leaving takes the cookie away', async () => {
    const { app, cookie } = await served();
    const { headers } = await app.inject({
      method: 'POST',
      url: '/fleet/leave',
      headers: { cookie, ...FORM },
    });
    expect(headers['set-cookie']).toMatch(/^tillside-fleet=; .*Max-Age=0/);
  });

  test('a form that is none, or too long, is refused', async () => {
    const { app, enter } = await served();
    expect((await enter('x'.repeat(5_000))).statusCode).toBe(413);
    const json = { method: 'POST', url: '/fleet/enter', payload: { token: TOKEN } } as const;
    expect((await app.inject(json)).statusCode).toBe(415);
    expect((await app.inject({ method: 'POST', url: '/fleet/enter' })).statusCode).toBe(401);
  });
});

test('whatever is answered: no script or style of its own text, nothing of another server, no frame, kept nowhere', async () => {
  const { get, app } = await served();
  const answers = [
    await get(),
    await get('/fleet', { cookie: '' }),
    await get('/fleet/fleet.css'),
    await get('/fleet/fleet.js'),
    await get('/fleet/icon.svg'),
    await app.inject({ method: 'POST', url: '/fleet/enter', headers: FORM }),
  ];
  for (const { headers, body } of answers) {
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['referrer-policy']).toBe('no-referrer');
    if (!String(headers['content-type']).startsWith('text/html')) continue;
    expect(body).not.toMatch(/<style|<script(?! src="\/fleet\/)| style=| on\w+=|https?:/);
  }
  expect(answers.slice(2, 5).map(({ headers }) => headers['content-type'])).toEqual([
    'text/css; charset=utf-8',
    'text/javascript; charset=utf-8',
    'image/svg+xml',
  ]);
});

describe('the page', () => {
  test('shows each till with what it has told, in the language of the browser or of the address', async () => {
    const { get, chain } = await served();
    chain.add(tillRecord('k1', { name: '前台' }), { ...WELL, held: 3, pause: 'configuration' });
    const { body } = await get('/fleet', { 'accept-language': 'fr, zh-TW;q=0.9, en;q=0.8' });
    expect(body).toContain('<html lang="zh-CN">');
    for (const text of ['前台', '故障', '设置有误或密钥已停用', '3']) expect(body).toContain(text);
    const english = await get('/fleet?lang=en');
    expect(english.body).toContain('settings are wrong, or the key was revoked');
    expect((await get('/fleet', { 'accept-language': 'en-GB' })).body).toContain(
      '<html lang="en">',
    );
    expect((await get('/fleet', { 'accept-language': '' })).body).toContain('<html lang="zh-CN">');
  });

  test('what people have named their tills is text and nothing else', async () => {
    const { get, chain } = await served();
    const name = `"><img src=x onerror=alert(1)><script>`;
    chain.add(tillRecord('<b>key</b>', { name, shopIds: [`'"<svg onload=1>`] }), WELL);
    for (const url of ['/fleet', '/fleet?by=shop', `/fleet?q=${encodeURIComponent(name)}`]) {
      const { body } = await get(url);
      expect(body).not.toMatch(/<img|<svg|<b>key|<script>/);
      expect(body).toContain('&lt;');
    }
  });

  test('each heading puts the list in order, and the one that it stands in turns it round', async () => {
    const { get, chain } = await served();
    chain.add(tillRecord('k1'), WELL);
    const { body } = await get('/fleet?lang=en&sort=held&dir=desc&q=k');
    expect(body).toContain(
      'aria-sort="descending"><a href="/fleet?sort=held&amp;q=k&amp;lang=en">',
    );
    expect(body).toContain('href="/fleet?sort=waiting&amp;dir=desc&amp;q=k&amp;lang=en"');
  });

  test('a hundred tills are on one page, and the way to the next', async () => {
    const { get, chain } = await served();
    for (let number = 100; number < 350; number += 1) chain.add(tillRecord(`k${number}`), WELL);
    const { body } = await get('/fleet?lang=en&sort=till');
    expect(body.match(/<tr class="well">/g)).toHaveLength(100);
    expect(body).toContain('Page 1 of 3 (250 lines)');
    expect(body).toContain('rel="next" href="/fleet?sort=till&amp;page=2&amp;lang=en"');
    expect(body).not.toContain('rel="prev"');
  });

  test('while the state is away what was last known stays, and it is said', async () => {
    const { get, chain } = await served();
    chain.isAway = true;
    expect((await get('/fleet?lang=en')).body).toContain('No till could be read yet.');
    chain.isAway = false;
    chain.now += 10_000;
    chain.add(tillRecord('k1', { name: 'Front' }), WELL);
    await get();
    chain.isAway = true;
    chain.now += 10_000;
    const { body, statusCode } = await get('/fleet?lang=en');
    expect(statusCode).toBe(200);
    expect(body).toContain('The shared state cannot be read just now');
    expect(body).toContain('Front');
  });

  test('a chain without tills says how it gets one', async () => {
    const { get } = await served();
    expect((await get('/fleet?lang=en')).body).toContain('There is no till yet.');
  });
});
