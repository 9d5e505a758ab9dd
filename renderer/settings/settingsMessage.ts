import type { ParseKeys } from 'i18next';

/** The words for what zod found wrong (`type`: its issue code) in a field of the settings. */
export function settingsMessageKey(
  name: string,
  error: { type?: unknown; message?: string },
): ParseKeys {
  if (error.message === 'twice') return 'settings.problem.twice';
  if (error.message === 'anew') return 'settings.problem.anew';
  if (error.message === 'proxy')
    return name === 'proxy.host' ? 'settings.problem.proxyHost' : 'settings.problem.required';
  if (error.message === 'differs') return 'settings.problem.pinDiffers';
  if (name === 'gateway.url') return 'settings.problem.address';
  if (name === 'watermarkFolder') return 'settings.problem.folder';
  if (name === 'api.port') return 'settings.problem.port';
  if (name === 'pin.first') return 'settings.problem.pin';
  switch (error.type) {
    case 'too_small':
      return 'settings.problem.required';
    case 'too_big':
      return 'settings.problem.tooLong';
    case 'custom':
      return 'settings.problem.malformed';
    default:
      return 'field.invalid';
  }
}
