import type { Provision } from '../../app/settings/provision.ts';

/** A checked provisioning, and whether it comes from where only an administrator can write. */
export interface Offer {
  provision: Provision;
  isTrusted: boolean;
  /** The file that it stood in. */
  path?: string;
}
