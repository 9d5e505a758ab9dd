import { realpathSync, type StatsFs, statfsSync, statSync } from 'node:fs';

/** What `statfs` calls the file systems that other machines reach as well (`linux/magic.h` and the sources of each). */
const OF_SHARES: ReadonlySet<number> = new Set([
  // NFS; SMB and CIFS, all three of their drivers.
  ...[0x6969, 0x517b, 0xff534d42, 0xfe534d42],
  // FUSE, under which sshfs, GlusterFS and virtiofs are; 9P; Ceph; AFS, both drivers; Coda; NetWare; Lustre; GPFS; BeeGFS.
  ...[0x65735546, 0x01021997, 0x00c36400, 0x5346414f, 0x6b414653, 0x73757245, 0x564c],
  ...[0x0bd00bd0, 0x47504653, 0x19830326],
  // What a virtual machine has of its host: VirtualBox, VMware, Parallels.
  ...[0x786f4256, 0xbacbacbc, 0x7c7c6673],
]);

/** Whether a folder lies on a share of the network, as far as the system tells. Throws what the disk throws. */
export function isOnShare(folder: string): boolean {
  if (process.platform === 'win32') return isNetworkPath(realpathSync.native(folder));
  if (process.platform !== 'linux') return false;
  return isOfShare(statfsSync(folder), statSync(folder).dev);
}

/** `device`: of the folder, as `stat` gives it. */
export function isOfShare({ type }: Pick<StatsFs, 'type'>, device: number): boolean {
  // A disk of NTFS is FUSE on many a Linux PC; what lies on a disk has the number of one, and no share has.
  const major = (BigInt(device) >> 8n) & 0xfffn;
  return major === 0n && OF_SHARES.has(type >>> 0);
}

/** Whether Windows goes to a server for it: `\\server\share`, which is also what a mapped drive resolves to. */
export function isNetworkPath(path: string): boolean {
  const text = path.replaceAll('/', '\\');
  return /^\\\\(?:\?\\UNC\\|[^?.\\])/i.test(text);
}
