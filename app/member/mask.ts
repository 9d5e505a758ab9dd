import type { Member } from './memberSchema.ts';
import { trimUnseen } from './unseen.ts';

/** What may be shown of a member in lists: `138****8000`, `张*`. */
export interface MaskedMember {
  mobile: string;
  name: string;
}

/** `138****8000` and `张*`: what lists, logs and the time after acceptance may keep of a member. */
export function maskMember(member: Member): MaskedMember {
  return { mobile: maskMobile(member.mobile ?? ''), name: maskName(member.name ?? '') };
}

/** Every mainland mobile number inside a text, masked. */
export function redactPhones(text: string): string {
  return text.replace(/(?<!\d)1[3-9]\d{9}(?!\d)/g, maskMobile);
}

function maskMobile(mobile: string): string {
  return mobile === '' ? '' : `${mobile.slice(0, 3)}****${mobile.slice(-4)}`;
}

function maskName(name: string): string {
  const [first = ''] = trimUnseen(name);
  return first === '' ? '' : `${first}*`;
}
