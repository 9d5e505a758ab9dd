/**
 * What to say of the signature that packages for Windows get, in plain words. electron-builder takes a certificate from these
 * variables: https://www.electron.build/code-signing-win.
 */
export function signingWords({ WIN_CSC_LINK, CSC_LINK }: NodeJS.ProcessEnv): string {
  if (WIN_CSC_LINK || CSC_LINK)
    return 'What is built for Windows is signed with the certificate that is given.';
  return [
    'No certificate is given (WIN_CSC_LINK): what is built for Windows is not signed.',
    'Windows SmartScreen and 360 will warn whoever downloads it, and it cannot be told from a copy that somebody has changed.',
  ].join('\n');
}
