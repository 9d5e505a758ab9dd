import { MemoryState } from '../memory/memoryState.ts';

/** Stores one till in a folder and says what came of it: for tests whose processes may write less than they want to. */
const [folder = '', appKey = '', name = ''] = process.argv.slice(2);
const state = new MemoryState({ folder, callsPerMinute: null });
const record = { appKey, name, brandId: '10', shopIds: ['20'], secrets: [], createdAt: 1 };
const written = await state.putTill({ ...record, revokedAt: null, version: 1 }, null);
process.stdout.write(written.kind);
