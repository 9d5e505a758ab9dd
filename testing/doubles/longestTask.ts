/**
 * The longest that the thread was held at once while some work was under way (ms of its own processor time, so that a busy
 * machine makes nothing longer).
 */
export async function longestTask(work: () => Promise<unknown>): Promise<number> {
  const used = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  };
  let longest = 0;
  let isOver = false;
  let last = used();
  const look = () => {
    const now = used();
    longest = Math.max(longest, now - last);
    last = now;
    // Behind whatever has given way.
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  try {
    await work();
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    isOver = true;
  }
  return longest;
}
