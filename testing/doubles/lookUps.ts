/** How often something is looked up by a key while `work` goes on: what it costs, whatever the machine is busy with. */
export async function lookUps(work: () => unknown): Promise<number> {
  let looked = 0;
  const { get } = Map.prototype;
  Map.prototype.get = function count(key) {
    looked += 1;
    return get.call(this, key);
  };
  try {
    await work();
  } finally {
    Map.prototype.get = get;
  }
  return looked;
}
