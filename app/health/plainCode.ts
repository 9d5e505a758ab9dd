/** As many digits has no number of anybody, nor a date: however they are set apart, more of them may be one. */
const MAX_DIGITS = 5;

/** Longer than any code of the platform. */
const MAX_CODE_LENGTH = 100;

/** Of a code that a gateway makes up nobody knows whom it names. */
export function isPlainCode(code: string): boolean {
  const digits = code.replace(/\D/g, '').length;
  return code.length <= MAX_CODE_LENGTH && /^[\w.:-]+$/.test(code) && digits <= MAX_DIGITS;
}

/** The code, or that there is one that may name somebody. */
export function plainCode(code: string): string {
  return code === '' || isPlainCode(code) ? code : 'not-plain';
}
