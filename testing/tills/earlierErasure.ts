import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { realDisk } from '../../main/disk/realDisk.ts';
import {
  ERASURE_PLACE,
  type ReadErasures,
  readErasures,
  recordOf,
} from '../../main/person/unfinished.ts';
import { DataKeys } from '../../main/vault/dataKeys.ts';
import { wrappersOf } from '../../main/vault/keyWrappers.ts';
import type { Vault } from '../../main/vault/vault.ts';
import { keyStore } from './openedTill.ts';

async function vaultOf(folder: string): Promise<Vault> {
  const vault = (await DataKeys.read(folder, wrappersOf(keyStore)))?.keys.vault();
  if (vault == null) throw new Error('no key');
  return vault;
}

/** A record as the till has sealed it itself, at another time (ms since 1970) that an answer had shown. */
export async function redatedErasure(record: string, erasedAt: number): Promise<string> {
  const vault = await vaultOf(dirname(record));
  const { isByOwnClock: _, ...shown } = (await readErasures(
    realDisk,
    record,
    vault,
  )) as ReadErasures;
  return recordOf({ ...shown, erasedAt }, vault);
}

/** A record as the till has sealed it before the trail told of any: nobody is being erased. */
export async function putEarlierErasure(record: string, erasedAt: number): Promise<void> {
  await writeFile(record, recordOf({ erasedAt, unfinished: [] }, await vaultOf(dirname(record))));
}

/** A record as an earlier program has sealed it, with the key of the till: nobody is being erased. */
export async function olderErasure(record: string, erasedAt: number): Promise<string> {
  const sealed = (await vaultOf(dirname(record))).seal('[]', ERASURE_PLACE);
  return JSON.stringify({ format: 1, erasedAt, sealed });
}
