/** 128 random bits as 32 hex digits: one id is one intention of a cashier. */
export function mintRequestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
