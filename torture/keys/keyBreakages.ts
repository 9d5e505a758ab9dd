import { join } from 'node:path';
import { type Breakage, printedBy } from '../brokenProgram.ts';

const keyOfFolder = 'main/vault/keyOfFolder.ts';
const asideFolders = 'main/vault/asideFolders.ts';
const takeIn = 'main/takeIn/takeInAside.ts';
const rotation = 'main/rotation/rotation.ts';
const dataKeys = 'main/vault/dataKeys.ts';

/** Mistakes that somebody could make, each as a change of the program's text; the model of the keys must see them all. */
export const KEY_BREAKAGES: Readonly<Record<string, Breakage>> = {
  'a key that is gone is replaced in silence': {
    file: keyOfFolder,
    find: 'if (await hasSealedFiles(folder)) throw',
    put: 'if (folder === "") throw',
  },
  'a key of another till is believed': {
    file: keyOfFolder,
    find: 'if ((await hasSealedFiles(folder)) && (await isOfAnother(folder, keys)))',
    put: 'if (folder === "")',
  },
  'a crash while a queue goes aside leaves it half there': {
    file: keyOfFolder,
    find: '  await finishSettingAside(folder);',
    put: '',
  },
  'after such a crash the old key opens what is left': {
    file: keyOfFolder,
    find: '  await finishSettingAside(folder);',
    put: '  if (!existsSync(join(folder, KEY_FILE))) await finishSettingAside(folder);',
  },
  'a folder that has gone aside keeps its name of then': {
    file: asideFolders,
    find: 'await renamePatiently(into, join(folder, freeName(others, at)));',
    put: '',
  },
  'what was taken in goes on waiting': {
    file: asideFolders,
    find: 'if (await isDone(renamePatiently(path, path + TAKEN))) return true;',
    put: 'if (path + TAKEN) return true;',
  },
  'nobody tells of what waits': {
    file: takeIn,
    find: '(openIn(content).length > 0 ? [told] : [])',
    put: '[]',
  },
  'a queue is taken in with a key of another till': {
    file: takeIn,
    find: '!opensAny || (await isOfAnother(aside.path, keys))',
    put: 'saves.length < 0',
  },
  'what was accepted comes back to be sent': {
    file: 'main/outbox/takeInSaves.ts',
    find: 'save: recover(one.save, now)',
    put: "save: { ...one.save, state: 'pending' as const }",
  },
  'comes back under the seal of then': {
    file: 'main/outbox/comeBack.ts',
    find: 'bodiless(vault, there) : sealedSave(vault, there, body)',
    put: 'bodiless(vault, there) : there',
  },
  'a new key takes the place of the old one at once': {
    file: dataKeys,
    find: '[wrappedFor(first, publicKey), ...former]',
    put: '[wrappedFor(first, publicKey)]',
  },
  'the old key goes before everything is sealed anew': {
    file: rotation,
    find: 'if (this.#isStopped || (await store.reseal()) > 0) return;',
    put: '',
  },
  'a new key is not wrapped for the chain': {
    file: dataKeys,
    find: '[wrappedFor(first, publicKey), ...former]',
    put: '[first, ...former]',
  },
  'a PC that comes back to life heeds no record': {
    file: 'main/recovered/heedRecovery.ts',
    find: 'if (record === null) return',
    put: 'if (record === null || folder !== "") return',
  },
  'an export gets its name before the record is there': {
    file: 'dev/recover/writeExport.ts',
    find: 'const refusal = await leaveRecords(',
    put: 'await files.write(beside, text, inFolder); await files.name(beside, path, text, inFolder); return { ok: true }; const refusal = await leaveRecords(',
  },
  'whatever is recovered is dated now': {
    file: 'dev/recover/exportTime.ts',
    find: 'if (isLastState && !isCopy && !isUnread)',
    put: 'if (now > 0 || isCopy)',
  },
  'what was set aside is not recovered': {
    file: 'dev/recover/recover.ts',
    find: 'gather(read.opened,',
    put: 'gather({ ...read.opened, folders: folders.slice(0, 1) },',
  },
};

/** How many random sequences it takes until the mistake is caught, in a process of its own; null if `runs` do not. */
export function sequencesUntilCaught(name: string, runs: number, seed = 1): number | null {
  const script = join(import.meta.dirname, 'brokenKeys.ts');
  return printedBy(script, name, String(runs), String(seed));
}
