import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { EMPTY_MEMBER } from '../../app/member/memberSchema.ts';
import { Vault } from '../vault/vault.ts';
import { DraftStore } from './draftStore.ts';

test('a draft that somebody has made longer than any form is none: nobody at the counter stands still for what is in it, and it goes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-draft-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const drafts = new DraftStore({ folder, vault: new Vault(Buffer.alloc(32, 7)), now: () => 1 });
  const member = { ...EMPTY_MEMBER, remark: '欧'.repeat(200), name: '阳'.repeat(20) };
  const ids = { requestId: 'a'.repeat(32), operatorId: '1', correctionOf: null, chosen: null };
  const draft = { ...ids, member, consent: null, isLocked: true };
  await drafts.keep(draft);
  expect((await drafts.read())?.draft).toEqual(draft);
  await appendFile(join(folder, 'draft.json'), ' '.repeat(2 * 1024 * 1024));
  const parse = vi.spyOn(JSON, 'parse');
  onTestFinished(() => parse.mockRestore());
  expect(await drafts.read()).toBeNull();
  expect(parse).not.toHaveBeenCalled();
  expect(await readdir(folder)).toEqual([]);
});
