import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Bridge } from '../app/ipc/bridge.ts';
import type { Member } from '../app/member/memberSchema.ts';
import { outFolder } from '../dev/projectPaths.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { ASKABLE, askBesidePage } from './driver/mainProcess.ts';
import { freshFolder } from './driver/runFolder.ts';
import { filesBelow, formsOf, leaksIn, leaksInText } from './leaks.ts';
import { ACCOUNT, OPERATOR, startGateway, TestTill } from './testTill.ts';

const SESSION = '6100e23b8f0d1c5a77e94sessionNotReal2210';
const PIN = '860357194268';

const people = {
  accepted: {
    mobile: '13871946520',
    name: '欧阳晓岚',
    gender: 0,
    birthday: '1987-03-19',
    outerType: 'wechat',
    outerId: 'oQx7_kLm39ZpTw81',
    remark: '对花生过敏的老顾客',
    // A new field of the member has to be searched for as well.
  } satisfies Required<Member>,
  waiting: { mobile: '15942087713', name: '司徒建国', remark: '每周三晚上来' },
  held: { mobile: '17703825964', name: 'Bartholomew Quill', remark: '发票抬头另寄' },
} as const;

let gateway: Sandbox;
let till: TestTill;

beforeAll(async () => {
  gateway = await startGateway({
    faults: {
      rules: [
        {
          match: { mobile: people.waiting.mobile },
          action: { type: 'error', code: 15, subCode: 'isp.remote-service-timeout' },
        },
        {
          match: { mobile: people.held.mobile },
          // Gateways repeat what they were sent.
          action: {
            type: 'error',
            code: 50,
            subCode: 'isv.invalid-parameter',
            subMsg: `手机号 ${people.held.mobile} 不可用`,
          },
        },
      ],
    },
  });
  const account = { url: gateway.url, ...ACCOUNT, session: SESSION };
  till = new TestTill(gateway.url, { args: [ASKABLE] }, { gateway: account, managerPin: PIN });
  // A page of an earlier version was shown in a session on the disk.
  mkdirSync(join(till.dataFolder, 'IndexedDB'), { recursive: true });
  writeFileSync(join(till.dataFolder, 'IndexedDB', '000003.log'), JSON.stringify(people));
  await till.start();
  const held = await till.waitForState(await till.register(people.held), 'held');
  await till.waitForState(await till.register(people.accepted), 'accepted');
  const waiting = await till.register(people.waiting);
  await till.client.waitUntil(async () => ((await till.line(waiting))?.attempts ?? 0) >= 1);
  expect(await unmask(held.requestId)).toEqual([people.held.mobile, true, true]);
  // No script of the page has as many ways of its own any more.
  await askBesidePage(till.app, `(${layAway})(${JSON.stringify(JSON.stringify(people))})`);
  // A form that is half filled in must not stay either.
  await till.fill({ mobile: '18634710295', name: '慕容半行' });
  await till.waitForState(waiting, 'pending');
});
afterAll(async () => {
  await till?.kill();
  await gateway?.close();
});

/** Everywhere a page can lay something away by itself, in as many ways as reach the disk of a session that has one. */
async function layAway(text: string): Promise<void> {
  localStorage.setItem('person', text);
  sessionStorage.setItem('person', text);
  // biome-ignore lint/suspicious/noDocumentCookie: the oldest way is one of them
  document.cookie = `person=${encodeURIComponent(text)}; max-age=99999`;
  const folder = await navigator.storage.getDirectory();
  const writing = await (await folder.getFileHandle('person', { create: true })).createWritable();
  await writing.write(text);
  await writing.close();
  const cache = await caches.open('person').catch(() => null);
  await cache?.put('/person.html', new Response(text)).catch(() => undefined);
  await new Promise((resolve, reject) => {
    const opening = indexedDB.open('person');
    opening.onupgradeneeded = () => opening.result.createObjectStore('people');
    opening.onerror = reject;
    opening.onsuccess = () => {
      const writes = opening.result.transaction('people', 'readwrite');
      writes.objectStore('people').put(text, 'person');
      writes.oncomplete = resolve;
    };
  });
}

/** What opens a person's values and the settings to the page, as the window would: what was shown must not stay. */
function unmask(requestId: string) {
  return till.client.execute(
    async (choice, pin, mobile) => {
      const { tillside } = window as unknown as { tillside: Bridge };
      const read = await tillside.readForCorrection(choice);
      const known = await tillside.findMember({ mobile });
      const settings = await tillside.getSettings({ pin });
      return [read.ok && read.value.member.mobile, known.ok, settings.ok];
    },
    { requestId, operatorId: OPERATOR.id },
    PIN,
    people.held.mobile,
  );
}

const secrets: Record<string, string> = {
  'app secret': ACCOUNT.appSecret,
  session: SESSION,
  'manager PIN': PIN,
  'draft mobile': '18634710295',
  'draft name': '慕容半行',
};
for (const [who, person] of Object.entries(people)) {
  for (const [field, value] of Object.entries(person)) {
    if (String(value).length >= 4 && field !== 'outerType')
      secrets[`${who} ${field}`] = String(value);
  }
  secrets[`${who} mobile in groups`] = person.mobile.replace(/^(...)(....)/, '$1 $2 ');
}

/** What was signed with goes with each call and lies nowhere. */
function withSigns(): Record<string, string> {
  const signs = gateway.requests().flatMap(({ sign }) => sign ?? []);
  expect(signs.length).toBeGreaterThanOrEqual(3);
  return { ...secrets, ...Object.fromEntries(signs.map((sign, index) => [`sign ${index}`, sign])) };
}

/** The data folder with the logs in it, and what lies beside it; the file that set the till up is its writer's. */
function found() {
  return leaksIn(till.folder, withSigns()).filter(
    ({ where }) => where !== basename(till.provisionFile),
  );
}

test('no phone, name, remark, code, birthday, secret, session, PIN or sign stands readable in the data folder, also where a page lays it away', async () => {
  const { output } = till.app;
  expect(found()).toEqual([]);
  await till.stop();
  expect(found()).toEqual([]);
  const text = Buffer.from(output.stdout + output.stderr);
  expect(leaksInText('output', text, withSigns())).toEqual([]);
});

test('nor in what is built and shipped', () => {
  expect(leaksIn(outFolder, withSigns())).toEqual([]);
});

test('each of them is found where it is planted, in every form, in the middle of anything', () => {
  const folder = freshFolder('planted');
  const noise = Buffer.from('\x1e\x00planted ');
  for (const [what, text] of Object.entries(withSigns())) {
    for (const [form, bytes] of formsOf(text)) {
      mkdirSync(join(folder, 'logs'), { recursive: true });
      const path = join(folder, 'logs', 'planted.log');
      writeFileSync(path, Buffer.concat([noise, bytes, noise]));
      expect(leaksIn(folder, { [what]: text }), form).not.toEqual([]);
      rmSync(path);
    }
  }
  writeFileSync(join(folder, people.accepted.mobile), '');
  expect(leaksIn(folder, { 'file name': people.accepted.mobile })).not.toEqual([]);
});

test('the search finds what the folder may hold, so that it would find the rest as well', () => {
  const files = filesBelow(till.dataFolder);
  expect(files).toContain(join('logs', 'tillside.log'));
  const masked = leaksIn(till.dataFolder, { masked: '138****6520' });
  expect(masked.map((leak) => leak.form)).toContain('UTF-8');
  const log = readFileSync(join(till.dataFolder, 'logs', 'tillside.log'));
  expect(leaksInText('log', log, { word: 'settled' })).not.toEqual([]);
  const { name } = people.accepted;
  for (const before of ['', 'a', 'ab', 'abc']) {
    for (const encoding of ['utf8', 'utf16le'] as const) {
      const base64 = Buffer.from(`${before}${name}-`, encoding).toString('base64');
      expect(leaksInText('text', Buffer.from(base64), { name })).toHaveLength(1);
    }
  }
  const body = Buffer.from(new URLSearchParams({ name }).toString());
  expect(leaksInText('body', body, { name })).toEqual([
    { what: 'name', form: 'address', where: 'body' },
  ]);
});
