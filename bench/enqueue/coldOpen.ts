import { openOnDisk } from './ours.ts';

/** Run in a process of its own: opens the outbox in the folder that is named, and says what it took. */
const [folder = ''] = process.argv.slice(2);
const start = performance.now();
const { outbox } = await openOnDisk(folder);
const milliseconds = performance.now() - start;
const megabytes = process.resourceUsage().maxRSS / 1_024;
console.log(JSON.stringify({ milliseconds, megabytes, saves: outbox.saves.queue.size }));
await outbox.close();
