import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { EMPTY_MEMBER } from '../../app/member/memberSchema.ts';
import {
  DATA_FOLDER,
  enqueue,
  filesBelow,
  type Kept,
  keptTill,
  openAt,
  SAVES,
} from './fileTill.ts';

/** What a link in place of a file leads to, outside of the till's place. */
const TARGETS: Record<string, (content: Buffer) => Buffer | null> = {
  'the same content elsewhere': (content) => content,
  'a file of somebody else': () => Buffer.from('not of this till\n'),
  'a file that is not there': () => null,
};

let kept: Kept;
beforeAll(async () => {
  kept = await keptTill();
});

/** A place of a till in which one file is a link, and the folder that it leads out to. */
async function linked(name: string, target: (content: Buffer) => Buffer | null) {
  const base = await mkdtemp(join(tmpdir(), 'tillside-links-'));
  onTestFinished(() => rm(base, { recursive: true, force: true }));
  const [place, outside] = [join(base, 'place'), join(base, 'outside')];
  await mkdir(join(place, DATA_FOLDER), { recursive: true });
  await mkdir(outside);
  for (const [path, content] of kept.files) {
    if (path !== name) {
      await writeFile(join(place, path), content);
      continue;
    }
    const victim = join(outside, 'victim');
    const put = target(content);
    if (put !== null) await writeFile(victim, put);
    await symlink(victim, join(place, path));
  }
  return { place, outside };
}

async function textsBelow(folder: string): Promise<string[]> {
  const files = await filesBelow(folder);
  return [...files].map(([path, content]) => `${path}: ${content.toString('latin1')}`);
}

/** Everything that writes a file of its own. */
async function writeFilesAt(place: string): Promise<void> {
  const till = await openAt(place);
  await enqueue(till, SAVES + 1);
  await till.audit.record({ action: 'settings.opened', operatorId: null, slip: null });
  const draft = { operatorId: '1', member: EMPTY_MEMBER, consent: null, correctionOf: null };
  await till.drafts.keep({ ...draft, requestId: 'e'.repeat(32), chosen: null, isLocked: false });
  await till.settings.setSound(false);
  await till.stop(0);
}

// Windows lets ordinary users make no symbolic links.
describe.skipIf(process.platform === 'win32')('where a file of the till is a link', () => {
  test.each(Object.entries(TARGETS))(
    'to %s, the till starts, or asks for its key, and writes nothing outside its folder',
    async (_, target) => {
      for (const name of kept.files.keys()) {
        const { place, outside } = await linked(name, target);
        const before = await textsBelow(outside);
        // Without its key a till makes no other one beside what is sealed.
        if (name.endsWith('/key.json'))
          await expect(openAt(place)).rejects.toMatchObject({ problem: 'gone' });
        else await writeFilesAt(place);
        expect(await textsBelow(outside), name).toEqual(before);
      }
    },
  );
});
